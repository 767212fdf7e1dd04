import { ScimError } from '../errors.ts';
import type { SchemaExtension } from '../schema/types.ts';
import { checkImmutable, checkImmutableSubs } from './refusals.ts';
import type { PatchState } from './state.ts';

/**
 * Removes an extension with all its data; `schemas` follows at the end (RFC 7643 §3.3).
 *
 * @throws ScimError `mutability` if the extension is required or holds an immutable value.
 */
export function removeExtension(state: PatchState, { schema, required }: SchemaExtension): void {
  if (required) {
    throw new ScimError('mutability', `${schema.id} is required, so it cannot be removed.`);
  }
  for (const attribute of schema.attributes.values()) {
    const target = { extension: schema.id, attribute, sub: undefined };
    const before = state.copy.read(target);
    checkImmutable(target, before, undefined);
    if (!attribute.multiValued) checkImmutableSubs(target, before, undefined);
  }
  state.copy.dropExtension(schema.id);
}
