/** Which held changes a decision is about, and the marks that it leaves. */
import { sql } from 'kysely';
import type { HeldRow } from '../brake/index.ts';
import { Refusal } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';
import { actorText, type ChangeContext } from '../events/index.ts';

/** Rows in one decision by id, and in one unit of a decision about all. */
export const HELD_PAGE_MAX = 1000;

/** Some by their ids, or all that a connection holds. */
export type HeldSelection = { readonly ids: readonly string[] } | { readonly connectionId: string };

type Scope = { readonly organization: string };

const selectByIds = rawQuery<Scope & { ids: string }>()(
  (p, d) =>
    sql<HeldRow>`select h.* from ${d.each(p('ids'))} ${d.joinInOrder(
      'held_change',
      'h',
      sql`h.organization_id = ${p('organization')} and h.id = j.value`,
    )}`,
);

// The state is written into the text, so that the partial index knows it.
const selectWaiting = query<Scope & { connection: string; limit: number }>()((db, p) =>
  db
    .selectFrom('held_change')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('state', '=', sql.lit('held'))
    .orderBy('id')
    .limit(p('limit')),
);

const markRows = rawQuery<
  Scope & { ids: string; state: HeldRow['state']; at: string | null; by: string | null }
>()(
  (p, d) => sql`update held_change set state = ${p('state')}, decided_at = ${p('at')},
      decided_by = ${p('by')}
    where organization_id = ${p('organization')} and id in (select j.value from ${d.each(p('ids'))})`,
);

const endRows = rawQuery<Scope & { ids: string }>()(
  (p, d) => sql`update held_change set state = 'done'
    where organization_id = ${p('organization')} and id in (select j.value from ${d.each(p('ids'))})`,
);

/** @throws Refusal `invalid`, `notFound`. */
export async function selectHeld(
  session: Session,
  organization: string,
  selection: HeldSelection,
): Promise<readonly HeldRow[]> {
  if ('connectionId' in selection) {
    const { connectionId: connection } = selection;
    return session.all(selectWaiting, { organization, connection, limit: HELD_PAGE_MAX });
  }
  const ids = [...new Set(selection.ids)];
  if (ids.length === 0 || ids.length > HELD_PAGE_MAX) {
    throw new Refusal('invalid', `Name 1 to ${HELD_PAGE_MAX} held changes by their ids.`);
  }
  const rows = await session.all(selectByIds, { organization, ids: JSON.stringify(ids) });
  const known = new Set(rows.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw new Refusal('notFound', `There is no held change "${missing}".`);
  }
  return rows;
}

export async function markHeld(
  session: Session,
  { organizationId: organization, actor, at }: ChangeContext,
  rows: readonly HeldRow[],
  state: 'released' | 'discarded',
): Promise<void> {
  await session.send(markRows, { organization, ids: idsOf(rows), state, at, by: actorText(actor) });
}

/** There is nothing left to do about them. */
export async function endHeld(
  session: Session,
  organization: string,
  rows: readonly HeldRow[],
): Promise<void> {
  await session.send(endRows, { organization, ids: idsOf(rows) });
}

function idsOf(rows: readonly HeldRow[]): string {
  return JSON.stringify(rows.map(({ id }) => id));
}
