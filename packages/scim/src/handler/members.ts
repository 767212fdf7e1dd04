/** What every store decides alike about the members of groups. */
import { ScimError } from '../errors.ts';
import { clip } from '../json/index.ts';
import type { WriteOptions } from './store.ts';

/** How many unknown ids a message names. */
const NAMED_MAX = 5;

/**
 * Decides about ids that name nothing in the connection, once for each change that adds members.
 * Tolerant: notes them, unless the change names nobody else. Strict: refuses.
 *
 * @param named How many members the change names.
 * @param unknown Those of them that do not exist.
 * @throws ScimError `invalidValue`, naming the first ids.
 */
export function checkUnknownMembers(
  named: number,
  unknown: readonly string[],
  { mode, note }: WriteOptions,
): void {
  if (unknown.length === 0) return;
  if (mode === 'strict' || unknown.length >= named) {
    const ids = unknown.slice(0, NAMED_MAX).map(clip).join(', ');
    const more = unknown.length > NAMED_MAX ? ` and ${unknown.length - NAMED_MAX} more` : '';
    throw new ScimError(
      'invalidValue',
      `members: nobody in this connection has the id ${ids}${more}. Provision the members first.`,
    );
  }
  for (const id of unknown) note('unknown-member', clip(id));
}

/** 400 for a group that would contain itself, at whatever depth (RFC 7643 §4.2). */
export function memberCycle(id: string): ScimError {
  return new ScimError(
    'invalidValue',
    `members: ${clip(id)} cannot be a member, since the group would then contain itself.`,
  );
}
