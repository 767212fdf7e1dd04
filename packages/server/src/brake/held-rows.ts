/** Rows of held changes: one for each resource and what was wanted of it, however often it is tried. */
import { sql } from 'kysely';
import { type HeldChangeTable, query, rawQuery, type Session } from '../db/index.ts';
import type { What } from './removal.ts';

const DAY_MS = 86_400_000;
/** How long after a release attempts pass: between two attempts of Entra ID are three days at most. */
const RELEASE_MS = 4 * DAY_MS;
/** How long after its last attempt a discarded removal is remembered. */
const DISCARD_MS = 7 * DAY_MS;

/** How long after its last attempt a row is kept that nothing follows from any more. */
const RETENTION_MS = 90 * DAY_MS;

export type HeldRow = Omit<HeldChangeTable, 'organization_id'>;

interface Key {
  readonly organization: string;
  readonly resource: string;
  readonly what: What;
}

const selectOne = query<Key>()((db, p) =>
  db
    .selectFrom('held_change')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('resource_id', '=', p('resource'))
    .where('what', '=', p('what')),
);

const put = query<HeldRow & { organization: string }>()((db, p) =>
  db
    .insertInto('held_change')
    .values({
      organization_id: p('organization'),
      id: p('id'),
      connection_id: p('connection_id'),
      resource_type: p('resource_type'),
      resource_id: p('resource_id'),
      what: p('what'),
      amount: p('amount'),
      tries: p('tries'),
      state: p('state'),
      first_seen_at: p('first_seen_at'),
      last_seen_at: p('last_seen_at'),
      decided_at: p('decided_at'),
      decided_by: p('decided_by'),
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'resource_id', 'what']).doUpdateSet({
        amount: p('amount'),
        tries: p('tries'),
        state: p('state'),
        first_seen_at: p('first_seen_at'),
        last_seen_at: p('last_seen_at'),
        decided_at: p('decided_at'),
        decided_by: p('decided_by'),
      }),
    ),
);

// The state is written into the text, so that the partial index knows it.
const countWaiting = rawQuery<{ organization: string }>()(
  (p) => sql<{ connection_id: string; waiting: number }>`
    select connection_id, cast(count(*) as bigint) as waiting from held_change
    where organization_id = ${p('organization')} and state = 'held' group by connection_id`,
);

const closeRows = query<Omit<Key, 'what'>>()((db, p) =>
  db
    .updateTable('held_change')
    .set({ state: 'done' })
    .where('organization_id', '=', p('organization'))
    .where('resource_id', '=', p('resource'))
    .where('state', '<>', 'done'),
);

const deleteOld = query<{ organization: string; before: string }>()((db, p) =>
  db
    .deleteFrom('held_change')
    .where('organization_id', '=', p('organization'))
    .where('state', '<>', 'held')
    .where('last_seen_at', '<', p('before')),
);

export function findHeld(session: Session, key: Key) {
  return session.first(selectOne, key);
}

export async function putHeld(session: Session, organization: string, row: HeldRow): Promise<void> {
  await session.send(put, { ...row, organization });
}

/** A resource is deactivated or gone: nothing of it waits any more. */
export async function closeHeld(
  session: Session,
  organization: string,
  resource: string,
): Promise<void> {
  await session.send(closeRows, { organization, resource });
}

/** Makes room; called when a brake comes on, which is seldom. */
export async function forgetOldHeld(
  session: Session,
  organization: string,
  at: string,
): Promise<void> {
  const before = new Date(Date.parse(at) - RETENTION_MS).toISOString();
  await session.send(deleteOld, { organization, before });
}

/** How many removals wait for a decision, for each connection with some. */
export async function heldOfConnections(
  session: Session,
  organization: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await session.all(countWaiting, { organization });
  return new Map(rows.map(({ connection_id, waiting }) => [connection_id, waiting]));
}

type Decision = Pick<HeldRow, 'state' | 'last_seen_at' | 'decided_at'>;

/** What a row says now: decisions of long ago say nothing. */
export function standingOf(
  row: Decision | undefined,
  at: string,
): Exclude<HeldRow['state'], 'done'> | undefined {
  if (row === undefined || row.state === 'done') return undefined;
  if (row.state === 'held') return 'held';
  const isReleased = row.state === 'released';
  const since = isReleased ? row.decided_at : row.last_seen_at;
  const ageMs = Date.parse(at) - Date.parse(since ?? row.last_seen_at);
  return ageMs < (isReleased ? RELEASE_MS : DISCARD_MS) ? row.state : undefined;
}
