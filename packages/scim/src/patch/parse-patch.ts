/** The PATCH message (RFC 7644 §3.5.2): its form, its limits, and what is tolerated of it. */
import { ScimError } from '../errors.ts';
import { parsePath } from '../filter/index.ts';
import { clip, isObject } from '../json/index.ts';
import { URNS } from '../messages/index.ts';
import type { ReadOptions } from '../resource/index.ts';
import type { Json, JsonObject } from '../resource/types.ts';
import { schemaUris } from '../schema/index.ts';
import type { ResourceType } from '../schema/types.ts';
import { inOperation } from './in-operation.ts';
import type { PatchOperation } from './types.ts';

/**
 * Reads the body of a PATCH into operations whose paths are parsed but not yet looked up.
 *
 * @throws ScimError `invalidSyntax` for a malformed message, `invalidPath` and `invalidFilter` for
 * malformed paths, `noTarget` for a remove without path, `invalidValue` for a missing value,
 * `payloadTooLarge` beyond the limit patchOperations. Details name the operation, from 1.
 */
export function parsePatch(
  body: Json,
  type: ResourceType,
  options: ReadOptions,
): readonly PatchOperation[] {
  if (!isObject(body)) {
    throw new ScimError('invalidSyntax', 'The body has to be a JSON object (a PatchOp message).');
  }
  const message = membersOf(body, MESSAGE_KEYS, 'the PatchOp message', options);
  checkSchemas(message.get('schemas'), options);
  const list = operationList(message.get('operations'), options.limits.patchOperations);
  const uris = schemaUris(type);
  return Object.freeze(
    list.map((operation, index) => parseOperation(operation, index, uris, options)),
  );
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set(['schemas', 'operations']);
const OPERATION_KEYS: ReadonlySet<string> = new Set(['op', 'path', 'value']);

/** The known members of an object by lower-cased name; unknown ones are noted or refused. */
function membersOf(
  object: JsonObject,
  known: ReadonlySet<string>,
  where: string,
  options: ReadOptions,
): ReadonlyMap<string, Json> {
  const members = new Map<string, Json>();
  for (const [name, value] of Object.entries(object)) {
    const key = name.toLowerCase();
    if (known.has(key)) {
      members.set(key, value);
    } else if (options.mode === 'strict') {
      throw new ScimError('invalidSyntax', `${clip(name)} does not belong in ${where}.`);
    } else {
      options.note('unknown-attribute', `${name.slice(0, 100).toWellFormed()} in ${where}`);
    }
  }
  return members;
}

function checkSchemas(schemas: Json | undefined, options: ReadOptions): void {
  const wanted = URNS.patchOp.toLowerCase();
  const uris = Array.isArray(schemas) ? (schemas as readonly Json[]) : [];
  if (uris.some((uri) => typeof uri === 'string' && uri.toLowerCase() === wanted)) return;
  if (options.mode === 'strict') {
    throw new ScimError('invalidSyntax', `"schemas" has to be ["${URNS.patchOp}"].`);
  }
  options.note('missing-patch-schemas', URNS.patchOp);
}

function operationList(operations: Json | undefined, limit: number): readonly Json[] {
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ScimError('invalidSyntax', '"Operations" has to be an array of one or more.');
  }
  const list = operations as readonly Json[];
  // A key with a filter, in the value of an operation, is as much work as an operation.
  let count = list.length;
  for (const operation of list) count += filterKeys(operation);
  if (count <= limit) return list;
  throw new ScimError(
    'payloadTooLarge',
    `The request has ${count} operations; at most ${limit} are allowed (limit patchOperations). ` +
      'Send them in several requests.',
  );
}

function filterKeys(operation: Json): number {
  if (!isObject(operation)) return 0;
  let count = 0;
  for (const value of Object.values(operation)) {
    if (!isObject(value)) continue;
    for (const key in value) {
      if (key.includes('[')) count++;
    }
  }
  return count;
}

function parseOperation(
  operation: Json,
  index: number,
  uris: readonly string[],
  options: ReadOptions,
): PatchOperation {
  const where = `operation ${index + 1}`;
  if (!isObject(operation)) {
    throw new ScimError('invalidSyntax', `In ${where}: a JSON object with "op" was expected.`);
  }
  const members = membersOf(operation, OPERATION_KEYS, where, options);
  const op = parseOp(members.get('op'), where, options);
  const path = members.get('path') ?? null;
  const value = members.get('value');
  if (op !== 'remove' && value === undefined) {
    throw new ScimError('invalidValue', `In ${where}: ${op} needs a "value".`);
  }
  if (path === null) checkPathless(op, where, options);
  return Object.freeze({
    op,
    path: path === null ? undefined : parseTarget(path, index, uris, options),
    value,
    index,
  });
}

function parseOp(
  given: Json | undefined,
  where: string,
  options: ReadOptions,
): PatchOperation['op'] {
  const text = typeof given === 'string' ? given : '';
  const op = text.toLowerCase();
  if (op !== 'add' && op !== 'remove' && op !== 'replace') {
    throw new ScimError('invalidSyntax', `In ${where}: "op" has to be add, remove or replace.`);
  }
  if (op !== text) {
    if (options.mode === 'strict') {
      throw new ScimError('invalidSyntax', `In ${where}: "op" has to be in lower case: "${op}".`);
    }
    options.note('capital-op', text);
  }
  return op;
}

function checkPathless(op: PatchOperation['op'], where: string, options: ReadOptions): void {
  if (op === 'remove') {
    throw new ScimError(
      'noTarget',
      `In ${where}: remove needs a "path" that says what to remove (RFC 7644 §3.5.2.2).`,
    );
  }
  if (options.mode === 'strict') {
    throw new ScimError(
      'invalidSyntax',
      `In ${where}: a "path" is missing. Strict connections need one in every operation.`,
    );
  }
  options.note('path-less-patch', op);
}

function parseTarget(
  path: Json,
  index: number,
  uris: readonly string[],
  options: ReadOptions,
): PatchOperation['path'] {
  if (typeof path !== 'string') {
    throw new ScimError('invalidPath', `In operation ${index + 1}: "path" has to be a string.`);
  }
  return inOperation(
    index,
    () => `path ${clip(path)}`,
    () => parsePath(path, uris, options.limits),
  );
}
