/** Steps that several endpoints have. */
import { ScimError } from '../../errors.ts';
import { readJson } from '../../json/index.ts';
import type { Change } from '../../patch/types.ts';
import { type Projection, parseProjection, type ReadOptions } from '../../resource/index.ts';
import type { Json, Resource } from '../../resource/types.ts';
import type { ResourceType } from '../../schema/types.ts';
import type { ItemCall, TypeCall } from '../call.ts';
import { checkIfMatch } from '../http/etag.ts';
import { checkBodyType } from '../http/media-types.ts';
import type { Parameters } from '../http/parameters.ts';
import { readText } from '../http/read-text.ts';
import type { StoredResource } from '../store.ts';

/** @throws ScimError 415, 413 and 400 `invalidSyntax`. */
export async function readBody(call: TypeCall): Promise<Json> {
  const { request, requestHeaders, record, type } = call;
  const { limits } = call.service;
  checkBodyType(requestHeaders);
  record.requestBody = await readText(
    request,
    type.memberAttribute === undefined
      ? { bytes: limits.bodyBytes, name: 'bodyBytes' }
      : { bytes: limits.groupBodyBytes, name: 'groupBodyBytes' },
    requestHeaders,
  );
  return readJson(record.requestBody, limits);
}

/** RFC 7644 §3.9. @throws ScimError `invalidValue`. */
export function readProjection(call: TypeCall, parameters: Parameters): Projection | undefined {
  const { attributes, excludedAttributes } = parameters;
  return parseProjection(call.type, attributes, excludedAttributes, call.service.limits);
}

export function readOptions({ session, notes, service }: TypeCall): ReadOptions {
  return { mode: session.mode, note: notes.note, limits: service.limits };
}

/**
 * What a store runs inside its transaction: the precondition, the change itself, and whether the
 * session may make it.
 */
export function guardedChange(
  { requestHeaders, session, type }: ItemCall,
  change: (current: Resource) => Change,
): (current: StoredResource) => Change {
  const ifMatch = requestHeaders.get('if-match');
  return (stored) => {
    checkIfMatch(ifMatch, stored.version);
    const before = JSON.parse(stored.json) as Resource;
    const changed = change(before);
    session.authorizeChange(type, before, changed.resource);
    return changed;
  };
}

/**
 * Runs what comes before a transaction, and when it refuses, lets a refusal of higher rank win:
 * no such resource (404), media type and syntax of the body, precondition (412), all else. So the
 * resource has to be looked up only when something is wrong.
 */
export async function inOrder<T>(call: ItemCall, steps: () => Promise<T>): Promise<T> {
  try {
    return await steps();
  } catch (refusal) {
    const stored = await call.session.store.get(call.type, call.id);
    if (stored === undefined) throw noSuchResource(call.type);
    if (!(refusal instanceof ScimError) || BEFORE_PRECONDITION.has(refusal.error)) throw refusal;
    checkIfMatch(call.requestHeaders.get('if-match'), stored.version);
    throw refusal;
  }
}

const BEFORE_PRECONDITION: ReadonlySet<ScimError['error']> = new Set([
  'unsupportedMediaType',
  'payloadTooLarge',
  'invalidSyntax',
]);

/** The same words for what never was, what was deleted, and what is somebody else's. */
export function noSuchResource(type: ResourceType): ScimError {
  return new ScimError('notFound', `There is no ${type.name} with this id.`);
}
