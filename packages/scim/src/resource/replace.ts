/** PUT (RFC 7644 §3.5.1). */
import { ScimError } from '../errors.ts';
import { isObject, own } from '../json/index.ts';
import type { Change } from '../patch/types.ts';
import { targetName } from '../schema/index.ts';
import type { Attribute, ResourceType } from '../schema/types.ts';
import type { ReadOptions } from './options.ts';
import { hasActive } from './read.ts';
import { readBody } from './read-body.ts';
import { sameResource } from './same-resource.ts';
import type { Json, JsonObject, Resource } from './types.ts';
import { validateResource } from './validate.ts';

/**
 * Replaces a resource with the body of a PUT. What the body omits is cleared, except what the
 * client cannot have meant to clear: write-only and immutable attributes and `active`. A group's
 * members stay when they are not named; strict connections clear them too.
 *
 * @throws ScimError as for POST, and `mutability` when an immutable value would change.
 */
export function replaceResource(
  type: ResourceType,
  body: Json,
  current: Resource,
  options: ReadOptions,
): Change {
  const { fields, members } = readBody(type, body, options);
  keep(type.attributes, current, fields, undefined);
  for (const { schema } of type.extensions) {
    const before = own(current, schema.id);
    if (!isObject(before)) continue;
    const after = own(fields, schema.id);
    const kept: Record<string, Json> = isObject(after) ? { ...after } : {};
    keep(schema.attributes, before, kept, schema.id);
    if (Object.keys(kept).length > 0) fields[schema.id] = kept;
  }
  const before = own(current, 'active');
  if (hasActive(type) && before !== undefined && !Object.hasOwn(fields, 'active')) {
    fields.active = before;
  }
  const resource = validateResource(type, fields, options.limits);
  if (members !== undefined) return { resource, members: [{ kind: 'replace', members }] };
  const clears = type.memberAttribute !== undefined && options.mode === 'strict';
  return { resource, members: clears ? [{ kind: 'removeAll' }] : [] };
}

/** Carries write-only and immutable values over; refuses to change immutable ones. */
function keep(
  attributes: ReadonlyMap<string, Attribute>,
  before: JsonObject,
  after: Record<string, Json>,
  extension: string | undefined,
): void {
  for (const name of Object.keys(before)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined) continue;
    const { mutability } = attribute;
    if (mutability !== 'immutable' && mutability !== 'writeOnly') continue;
    const old = before[name] ?? null;
    if (!Object.hasOwn(after, name)) {
      after[name] = old;
    } else if (mutability === 'immutable' && !sameResource(after[name] ?? null, old)) {
      const path = targetName({ extension, attribute, sub: undefined });
      throw new ScimError('mutability', `${path} cannot be changed once it has a value.`);
    }
  }
}
