/** The body of a POST or PUT, attribute by attribute. */
import { ScimError } from '../errors.ts';
import { isObject } from '../json/index.ts';
import { findExtension } from '../schema/index.ts';
import type { ResourceType, Schema } from '../schema/types.ts';
import { type ReadOptions, unknownAttribute } from './options.ts';
import { readMembers } from './read-members.ts';
import { checkSchemas } from './read-schemas.ts';
import { readValue } from './read-value.ts';
import type { Json, JsonObject, MemberReference } from './types.ts';

/** What a body says about the attributes a client can write. */
export interface Body {
  /** Canonical attributes and extension objects, without `schemas`. Made here, so it may be added to. */
  readonly fields: Record<string, Json>;
  /** Undefined when the body does not name the members at all. */
  readonly members: readonly MemberReference[] | undefined;
}

/** Read-only attributes that clients send back as they got them; not worth a note each time. */
const ECHOED: ReadonlySet<string> = new Set(['id', 'meta', 'groups']);

/** @throws ScimError `invalidSyntax`, `invalidValue`, `payloadTooLarge`. */
export function readBody(type: ResourceType, body: Json, options: ReadOptions): Body {
  if (!isObject(body)) {
    throw new ScimError('invalidSyntax', `The body has to be a JSON object (a ${type.name}).`);
  }
  const fields: Record<string, Json> = {};
  let members: readonly MemberReference[] | undefined;
  let schemas: Json = null;
  for (const name of Object.keys(body)) {
    const value = body[name] ?? null;
    const key = name.toLowerCase();
    const attribute = type.attributes.get(key);
    if (attribute === undefined) {
      readOther(type, name, value, fields, options);
    } else if (key === 'schemas') {
      schemas = value;
    } else if (attribute.mutability === 'readOnly') {
      if (!ECHOED.has(key)) options.note('read-only-ignored', attribute.name);
    } else if (attribute === type.memberAttribute) {
      members = readMembers(value, options);
    } else {
      const read = readValue({ extension: undefined, attribute, sub: undefined }, value, options);
      if (read !== undefined) fields[attribute.name] = read;
    }
  }
  checkSchemas(type, schemas, fields, options);
  return { fields, members };
}

/** A name that is no attribute of the base schema: an extension, a dropped or an unknown one. */
function readOther(
  type: ResourceType,
  name: string,
  value: Json,
  fields: Record<string, Json>,
  options: ReadOptions,
): void {
  const key = name.toLowerCase();
  if (type.dropped.has(key)) {
    options.note('password-dropped', key);
    return;
  }
  const extension = name.includes(':') ? findExtension(type, name) : undefined;
  if (extension === undefined) {
    unknownAttribute(name, options);
    return;
  }
  const read = readExtension(extension.schema, value, options);
  if (read !== undefined) fields[extension.schema.id] = read;
}

/**
 * Reads the object of an extension (RFC 7643 §3.3).
 *
 * @returns Undefined when nothing in it has a value.
 */
export function readExtension(
  schema: Schema,
  value: Json,
  options: ReadOptions,
): JsonObject | undefined {
  if (value === null) return undefined;
  if (!isObject(value)) {
    throw new ScimError(
      'invalidValue',
      `${schema.id}: an object with its attributes was expected.`,
    );
  }
  const read: Record<string, Json> = {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const attribute = schema.attributes.get(name.toLowerCase());
    if (attribute === undefined) {
      unknownAttribute(`${schema.id}:${name}`, options);
    } else if (attribute.mutability === 'readOnly') {
      options.note('read-only-ignored', `${schema.id}:${attribute.name}`);
    } else {
      const target = { extension: schema.id, attribute, sub: undefined };
      const one = readValue(target, value[name] ?? null, options);
      if (one === undefined) continue;
      read[attribute.name] = one;
      empty = false;
    }
  }
  return empty ? undefined : read;
}
