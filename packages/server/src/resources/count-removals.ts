/** What changes of resources mean to the brake: users that come and go, and memberships. */
import { closeHeld, countChange, countLost } from '../brake/index.ts';
import type { Session } from '../db/index.ts';
import type { MembersDifference } from './membership/change-members.ts';
import type { StoreScope } from './scope.ts';

/** A user that is there from now on, or whose `active` changed. @throws HeldError. */
export async function countActivity(
  session: Session,
  scope: StoreScope,
  { id, before, after, at }: { id: string; before: 0 | 1; after: 0 | 1; at: string },
): Promise<void> {
  if (before === after) return;
  const change = { resourceType: 'User', resourceId: id, what: 'deactivate' } as const;
  await countChange(session, scope, { ...change, removed: before, added: after }, at);
}

/** @throws HeldError. */
export async function countMembers(
  session: Session,
  scope: StoreScope,
  { group, difference, at }: { group: string; difference: MembersDifference; at: string },
): Promise<void> {
  const change = { resourceType: 'Group', resourceId: group, what: 'removeMembers' } as const;
  const { added, removed } = difference;
  await countChange(session, scope, { ...change, removed: removed.size, added: added.size }, at);
}

/**
 * Who had no access any more loses none by the deletion, so only active users count, and with them
 * not their memberships.
 *
 * @param left Groups that it was in.
 * @throws HeldError.
 */
export async function countUserDeleted(
  session: Session,
  scope: StoreScope,
  { id, wasActive, left, at }: { id: string; wasActive: boolean; left: number; at: string },
): Promise<void> {
  const change = { resourceType: 'User', resourceId: id, what: 'delete' } as const;
  if (wasActive) await countChange(session, scope, { ...change, removed: 1, added: 0 }, at);
  else await closeHeld(session, scope.organizationId, id);
  await countLost(session, scope, left);
}

/** @param memberships Of the group and in others. @throws HeldError. */
export async function countGroupDeleted(
  session: Session,
  scope: StoreScope,
  { id, memberships, at }: { id: string; memberships: number; at: string },
): Promise<void> {
  const change = { resourceType: 'Group', resourceId: id, what: 'deleteGroup' } as const;
  await countChange(session, scope, { ...change, removed: memberships, added: 0 }, at);
}
