import type { Draft } from '../handler/store.ts';
import type { ResourceType } from '../schema/types.ts';
import type { ReadOptions } from './options.ts';
import { readBody } from './read-body.ts';
import type { Json } from './types.ts';
import { validateResource } from './validate.ts';

/**
 * Reads the body of a POST (RFC 7644 §3.3) into a canonical resource. Read-only attributes are
 * ignored; a user is active unless the body says otherwise.
 *
 * @throws ScimError `invalidSyntax`, `invalidValue`, or `payloadTooLarge` (too many members).
 */
export function readResource(type: ResourceType, body: Json, options: ReadOptions): Draft {
  const { fields, members = [] } = readBody(type, body, options);
  if (hasActive(type) && !Object.hasOwn(fields, 'active')) fields.active = true;
  return {
    resource: validateResource(type, fields, options.limits),
    members: members.length === 0 ? [] : [{ kind: 'add', members }],
  };
}

/** Whether resources of the type can be switched off (RFC 7643 §4.1.1). */
export function hasActive(type: ResourceType): boolean {
  const active = type.attributes.get('active');
  return active?.type === 'boolean' && active.mutability === 'readWrite';
}
