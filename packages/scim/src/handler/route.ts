/** Which endpoint a request is for (RFC 7644 §3.2 table 2). */
import { ScimError } from '../errors.ts';
import type { ResourceType } from '../schema/types.ts';
import { create } from './actions/create.ts';
import {
  listResourceTypes,
  listSchemas,
  readResourceType,
  readSchema,
  readServiceProviderConfig,
} from './actions/discovery.ts';
import { list } from './actions/list.ts';
import { patch } from './actions/patch.ts';
import { readOne } from './actions/read.ts';
import { remove } from './actions/remove.ts';
import { replace } from './actions/replace.ts';
import type { Call, ItemCall, TypeCall } from './call.ts';
import { answerTypeFor } from './interop-profile.ts';
import type { Action, ScimSession } from './session.ts';
import type { MaybePromise } from './store.ts';

interface Method<C> {
  readonly action: Action;
  readonly run: (call: C) => MaybePromise<Response>;
}

const TYPE_METHODS: ReadonlyMap<string, Method<TypeCall>> = new Map([
  ['GET', { action: 'read', run: list }],
  ['HEAD', { action: 'read', run: list }],
  ['POST', { action: 'create', run: create }],
]);
const ITEM_METHODS: ReadonlyMap<string, Method<ItemCall>> = new Map([
  ['GET', { action: 'read', run: readOne }],
  ['HEAD', { action: 'read', run: readOne }],
  ['PUT', { action: 'replace', run: replace }],
  ['PATCH', { action: 'patch', run: patch }],
  ['DELETE', { action: 'delete', run: remove }],
]);
const READ_ONLY: ReadonlyMap<string, true> = new Map([
  ['GET', true],
  ['HEAD', true],
]);

/** Endpoints of RFC 7644 that the service does not have, by first segment (`` is the base URL). */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['', 'Queries over all resource types are not supported; query /Users or /Groups.'],
  ['.search', '.search is not supported; send the query with GET to the resources, as parameters.'],
  ['Bulk', 'Bulk requests are not supported; send the operations one by one.'],
  ['Me', '/Me is not supported; a token belongs to a connection. Use /Users/{id}.'],
]);

/**
 * Whether anybody may ask: what the service supports is no secret, and some identity providers read
 * it before they have a token (RFC 7643 §5). Everything else needs a session.
 */
export function isPublic({ request, requestHeaders, target }: Call): boolean {
  const { segments } = target;
  return (
    segments?.length === 1 &&
    segments[0] === 'ServiceProviderConfig' &&
    READ_ONLY.has(request.method) &&
    requestHeaders.get('authorization') === null
  );
}

/** @throws ScimError 404, 405, 501, and what the endpoint throws. */
export function route(call: Call, session: ScimSession): MaybePromise<Response> {
  const { segments } = call.target;
  if (segments === undefined || segments.length > 2) throw noSuchEndpoint();
  const [first = '', second] = segments;
  const type = call.service.typeBySegment.get(first);
  if (type === undefined) return routeOther(call, session, first, second);
  if (second === undefined) return runOnType(call, session, type);
  if (second === '.search') throw notImplemented('.search');
  return runOnItem(call, session, type, second);
}

function runOnType(call: Call, session: ScimSession, type: ResourceType): MaybePromise<Response> {
  const { action, run } = pick(TYPE_METHODS, call.request.method);
  return run(authorized(call, session, type, action));
}

function runOnItem(
  call: Call,
  session: ScimSession,
  type: ResourceType,
  id: string,
): MaybePromise<Response> {
  const { action, run } = pick(ITEM_METHODS, call.request.method);
  call.record.resourceId = id;
  return run({ ...authorized(call, session, type, action), id });
}

function authorized(
  call: Call,
  session: ScimSession,
  type: ResourceType,
  action: Action,
): TypeCall {
  call.record.resourceType = type.name;
  session.authorize(action, type);
  const mediaType = answerTypeFor(call.requestHeaders, session);
  return { ...call, session, type, mediaType };
}

function routeOther(
  call: Call,
  session: ScimSession,
  first: string,
  second: string | undefined,
): Response {
  const { method } = call.request;
  switch (first) {
    case 'ServiceProviderConfig':
      if (second !== undefined) throw noSuchEndpoint();
      pick(READ_ONLY, method);
      return readServiceProviderConfig(call, session);
    case 'ResourceTypes':
      pick(READ_ONLY, method);
      return second === undefined
        ? listResourceTypes(call, session)
        : readResourceType(call, session, second);
    case 'Schemas':
      pick(READ_ONLY, method);
      return second === undefined ? listSchemas(call, session) : readSchema(call, session, second);
    default:
      if (second === undefined && ABSENT.has(first)) throw notImplemented(first);
      throw noSuchEndpoint();
  }
}

/** @throws ScimError `methodNotAllowed` with `Allow`. */
function pick<T>(methods: ReadonlyMap<string, T>, method: string): T {
  const found = methods.get(method);
  if (found !== undefined) return found;
  const allowed = [...methods.keys()].join(', ');
  throw new ScimError('methodNotAllowed', `This endpoint takes ${allowed}.`, {
    headers: { Allow: allowed },
  });
}

function notImplemented(endpoint: string): ScimError {
  return new ScimError('notImplemented', ABSENT.get(endpoint) ?? 'This is not supported.');
}

function noSuchEndpoint(): ScimError {
  return new ScimError('notFound', 'There is no such endpoint; /ResourceTypes lists them.');
}
