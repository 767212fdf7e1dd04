/**
 * What connections add and remove, kept with every such change: a ring of buckets for the window, and a
 * row since ever. So a change costs one statement, and a question reads at most {@link SLOTS} + 1 rows.
 */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';
import type { BrakePolicy, Kind } from './policy.ts';

/** Buckets in a window: it is longer by a sixtieth at most. */
const BUCKETS = 60;
/** More than are looked at, so that none is used again before its time. */
const SLOTS = 64;

export interface Counter {
  readonly organization: string;
  readonly connection: string;
  readonly kind: Kind;
}

interface Difference extends Counter {
  readonly removed: number;
  readonly added: number;
}

/** What happened within the window, and what is there now. */
export interface Counted {
  readonly removed: number;
  readonly added: number;
  readonly total: number;
}

const addSinceEver = rawQuery<Difference>()(
  (p) => sql`
    insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
    values (${p('organization')}, ${p('connection')}, ${p('kind')}, -1, 0, ${p('removed')}, ${p('added')})
    on conflict (organization_id, connection_id, kind, slot) do update set
      removed = brake_count.removed + excluded.removed, added = brake_count.added + excluded.added`,
);

/** The same, and in the bucket of the moment, which begins anew where it was one of long ago. */
const addToWindow = rawQuery<Difference & { slot: number; bucket: number }>()(
  (p) => sql`
    insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
    values
      (${p('organization')}, ${p('connection')}, ${p('kind')}, -1, 0, ${p('removed')}, ${p('added')}),
      (${p('organization')}, ${p('connection')}, ${p('kind')}, ${p('slot')}, ${p('bucket')},
        ${p('removed')}, ${p('added')})
    on conflict (organization_id, connection_id, kind, slot) do update set
      removed = excluded.removed
        + case when brake_count.bucket = excluded.bucket then brake_count.removed else 0 end,
      added = excluded.added
        + case when brake_count.bucket = excluded.bucket then brake_count.added else 0 end,
      bucket = excluded.bucket`,
);

/** For queries that ask for more at once; the buckets of the window are parameters. */
export const SUMS = sql`
  cast(coalesce(sum(case when slot >= 0 then removed else 0 end), 0) as bigint) as removed,
  cast(coalesce(sum(case when slot >= 0 then added else 0 end), 0) as bigint) as added,
  cast(coalesce(sum(case when slot < 0 then added - removed else 0 end), 0) as bigint) as total`;

const selectCounts = rawQuery<Counter & Window>()(
  (p) => sql<Counted>`select ${SUMS} from brake_count
    where organization_id = ${p('organization')} and connection_id = ${p('connection')}
      and kind = ${p('kind')} and (slot < 0 or bucket between ${p('oldest')} and ${p('newest')})`,
);

/** Numbers of the buckets of the window. */
export interface Window {
  readonly oldest: number;
  /** One ahead: the clock of another node may be. */
  readonly newest: number;
}

export function windowOf(policy: BrakePolicy, at: string): Window {
  const bucket = bucketOf(policy, at);
  return { oldest: bucket - BUCKETS, newest: bucket + 1 };
}

export async function readCounts(session: Session, counter: Counter & Window): Promise<Counted> {
  const counted = await session.first(selectCounts, counter);
  if (counted === undefined) throw new Error('Sums without a row.');
  return counted;
}

/** @param window Undefined counts only what is there: the brake is off, or somebody released it. */
export async function count(
  session: Session,
  difference: Difference,
  window: { readonly policy: BrakePolicy; readonly at: string } | undefined,
): Promise<void> {
  if (difference.removed === 0 && difference.added === 0) return;
  if (window === undefined) return session.send(addSinceEver, difference);
  const bucket = bucketOf(window.policy, window.at);
  await session.send(addToWindow, { ...difference, bucket, slot: bucket % SLOTS });
}

/** Buckets of another length have numbers far from these: a window that is set anew begins empty. */
function bucketOf({ brakeWindowMinutes }: BrakePolicy, at: string): number {
  const lengthMs = (brakeWindowMinutes * 60_000) / BUCKETS;
  return Math.floor(Date.parse(at) / lengthMs);
}
