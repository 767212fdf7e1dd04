/** Whether a removal may go without a question. */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';
import { type Counted, type Counter, readCounts, SUMS, type Window, windowOf } from './counts.ts';
import { type HeldRow, standingOf } from './held-rows.ts';
import { type BrakePolicy, limitOf, SMALL_USERS } from './policy.ts';
import { type CountedChange, HeldError, type What } from './removal.ts';

export interface Verdict {
  /** Whether it counts for the window: what was released does not. */
  readonly isCounted: boolean;
  /** Whether there are rows of held changes about the resource, or may be. */
  readonly isKnown: boolean;
}

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

/**
 * All that a removal is judged by, in one statement. Joined with the sums, the row would make SQLite
 * take ten times as long (24 µs instead of 2).
 */
const selectKnown = rawQuery<Asked>()((p) => {
  const row = sql`from held_change where organization_id = ${p('organization')}
    and resource_id = ${p('resource')} and what = ${p('what')}`;
  return sql<Known>`
    select c.removed, c.added, c.total, cast(exists (
        select 1 from held_change w where w.organization_id = ${p('organization')}
          and w.connection_id = ${p('connection')} and w.state = 'held') as integer) as waiting,
      cast((select count(*) from held_change r where r.organization_id = ${p('organization')}
        and r.resource_id = ${p('resource')} and r.state <> 'done') as bigint) as rows,
      (select state ${row}) as state, (select amount ${row}) as amount,
      (select last_seen_at ${row}) as last_seen_at, (select decided_at ${row}) as decided_at
    from (select ${SUMS} from brake_count
      where organization_id = ${p('organization')} and connection_id = ${p('connection')}
        and kind = ${p('kind')} and (slot < 0 or bucket between ${p('oldest')} and ${p('newest')})) c`;
});

/** @param at RFC 3339. @throws HeldError. */
export async function judge(
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
  if (standing === 'released' && isLooked) return { isCounted: false, isKnown: true };
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
  return baseOf(users) <= SMALL_USERS;
}

function decisionOf({ state, last_seen_at, decided_at }: Known) {
  if (state === null || last_seen_at === null) return undefined;
  return { state, last_seen_at, decided_at };
}
