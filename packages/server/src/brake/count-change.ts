/** Counts a change inside its unit of work, and holds it when it would be one too many. */
import type { Session } from '../db/index.ts';
import { count } from './counts.ts';
import { closeHeld } from './held-rows.ts';
import { judge, type Verdict } from './judge.ts';
import { type BrakePolicy, isWatching, type Kind } from './policy.ts';
import type { CountedChange, What } from './removal.ts';

/** Whose changes are counted, and how. */
export interface BrakeScope {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly brake: BrakePolicy;
}

const KINDS: Readonly<Record<What, Kind>> = Object.freeze({
  deactivate: 'users',
  delete: 'users',
  removeMembers: 'memberships',
  deleteGroup: 'memberships',
});

/**
 * Call it inside the unit of work that makes the change, after it is known how much it takes away.
 *
 * @param at RFC 3339.
 * @throws HeldError, and then the whole unit has to fail.
 */
export async function countChange(
  session: Session,
  scope: BrakeScope,
  change: CountedChange,
  at: string,
): Promise<void> {
  const { organizationId: organization, connectionId: connection, brake: policy } = scope;
  const { what, removed, added, resourceId } = change;
  const counter = { organization, connection, kind: KINDS[what] };
  const { isCounted, isKnown } = isWatching(policy, at)
    ? await judge(session, counter, policy, change, at)
    : UNWATCHED;
  await count(session, { ...counter, removed, added }, isCounted ? { policy, at } : undefined);
  if (isKnown && isWhole(change)) await closeHeld(session, organization, resourceId);
}

const UNWATCHED: Verdict = Object.freeze({ isCounted: false, isKnown: true });

/** Whether nothing can be held of the resource any more. */
function isWhole({ what, removed }: CountedChange): boolean {
  return what === 'deleteGroup' || (what !== 'removeMembers' && removed > 0);
}

/** Counts memberships that go with their user, whose own removal is what is judged. */
export async function countLost(
  session: Session,
  { organizationId: organization, connectionId: connection }: BrakeScope,
  removed: number,
): Promise<void> {
  const lost = { organization, connection, kind: 'memberships', removed, added: 0 } as const;
  await count(session, lost, undefined);
}
