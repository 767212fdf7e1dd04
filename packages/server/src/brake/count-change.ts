/** Counts a change inside its unit of work, and holds it when it would be one too many. */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';
import {
  type Counted,
  type Counter,
  count,
  readCounts,
  SUMS,
  type Window,
  windowOf,
} from './counts.ts';
import { closeHeld, type HeldRow, standingOf } from './held-rows.ts';
import { type BrakePolicy, isWatching, type Kind, limitOf, SMALL_USERS } from './policy.ts';
import { type CountedChange, HeldError, type What } from './removal.ts';

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

interface Asked extends Counter, Window {
  readonly resource: string;
  readonly what: What;
}

interface Known extends Counted {
  /** 1 while anything of the connection waits for a decision. */
  readonly waiting: number;
  /** Rows of held changes about the resource that are not done. */
  readonly rows: number;
  readonly state: HeldRow['state'] | null;
  readonly amount: number | null;
  readonly last_seen_at: string | null;
  readonly decided_at: string | null;
}

/** All that a removal is judged by, in one statement. */
const selectKnown = rawQuery<Asked>()(
  (p) => sql<Known>`
    select c.removed, c.added, c.total, cast(exists (
        select 1 from held_change w where w.organization_id = ${p('organization')}
          and w.connection_id = ${p('connection')} and w.state = 'held') as integer) as waiting,
      cast((select count(*) from held_change r where r.organization_id = ${p('organization')}
        and r.resource_id = ${p('resource')} and r.state <> 'done') as bigint) as rows,
      h.state, h.amount, h.last_seen_at, h.decided_at
    from (select ${SUMS} from brake_count
      where organization_id = ${p('organization')} and connection_id = ${p('connection')}
        and kind = ${p('kind')} and (slot < 0 or bucket between ${p('oldest')} and ${p('newest')})) c
    left join held_change h on h.organization_id = ${p('organization')}
      and h.resource_id = ${p('resource')} and h.what = ${p('what')}`,
);

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

interface Verdict {
  /** Whether it counts for the window: what was released does not. */
  readonly isCounted: boolean;
  /** Whether there are rows of held changes about the resource, or may be. */
  readonly isKnown: boolean;
}

const UNWATCHED: Verdict = Object.freeze({ isCounted: false, isKnown: true });

/** Whether nothing can be held of the resource any more. */
function isWhole({ what, removed }: CountedChange): boolean {
  return what === 'deleteGroup' || (what !== 'removeMembers' && removed > 0);
}

/**
 * Counts memberships that go with their user, whose own removal is what is judged.
 */
export async function countLost(
  session: Session,
  { organizationId: organization, connectionId: connection }: BrakeScope,
  removed: number,
): Promise<void> {
  const lost = { organization, connection, kind: 'memberships', removed, added: 0 } as const;
  await count(session, lost, undefined);
}

/** @throws HeldError. */
async function judge(
  session: Session,
  counter: Counter,
  policy: BrakePolicy,
  { resourceType, resourceId, what, removed, added }: CountedChange,
  at: string,
): Promise<Verdict> {
  // On balance nobody is taken away: a group that is made anew, a reorganisation.
  if (removed <= added) return { isCounted: true, isKnown: what === 'deleteGroup' };
  const window = windowOf(policy, at);
  const known = await session.first(selectKnown, {
    ...counter,
    ...window,
    resource: resourceId,
    what,
  });
  if (known === undefined) throw new Error('Sums without a row.');
  const standing = standingOf(decisionOf(known), at);
  // Of members no more than what somebody looked at.
  const isLooked = what !== 'removeMembers' || removed <= (known.amount ?? 0);
  if (standing === 'released' && isLooked) {
    return { isCounted: false, isKnown: true };
  }
  const { kind } = counter;
  const held = { resourceType, resourceId, what, kind, amount: removed };
  if (standing === 'held' || standing === 'discarded' || known.waiting === 1) {
    throw new HeldError(policy, held, undefined);
  }
  const limit = limitOf(policy, baseOf(known));
  const isWithin = known.removed + removed - known.added - added <= limit;
  if (isWithin || (await isSmall(session, { ...counter, ...window }))) {
    return { isCounted: true, isKnown: known.rows > 0 };
  }
  throw new HeldError(policy, held, limit);
}

/** How many there were when the window began. */
function baseOf({ total, removed, added }: Counted): number {
  return Math.max(0, total + removed - added);
}

async function isSmall(session: Session, counter: Counter & Window): Promise<boolean> {
  const users = await readCounts(session, { ...counter, kind: 'users' });
  return users === undefined || baseOf(users) <= SMALL_USERS;
}

function decisionOf({ state, last_seen_at, decided_at }: Known) {
  if (state === null || last_seen_at === null) return undefined;
  return { state, last_seen_at, decided_at };
}
