/** Exact counts and positions of a collection, kept up by every create and delete. */
import { sql } from 'kysely';
import { BLOCK_POSITIONS, query, rawQuery, type Session } from '../db/index.ts';
import type { Collection } from './stored-row.ts';

const takePosition = query<Collection>()((db, p) =>
  db
    .insertInto('collection')
    .values({
      organization_id: p('organization'),
      connection_id: p('connection'),
      type: p('type'),
      total: 1,
      next_position: 1,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'connection_id', 'type']).doUpdateSet({
        total: sql`collection.total + 1`,
        next_position: sql`collection.next_position + 1`,
      }),
    ),
);

// Not by RETURNING: SQLite makes a table for it, which costs twice as much as both statements.
const selectNextPosition = query<Collection>()((db, p) =>
  db
    .selectFrom('collection')
    .select('next_position')
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type')),
);

const countOneLess = query<Collection>()((db, p) =>
  db
    .updateTable('collection')
    .set({ total: sql`total - 1` })
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type')),
);

const addToBlock = query<Collection & { block: number; by: number }>()((db, p) =>
  db
    .insertInto('collection_block')
    .values({
      organization_id: p('organization'),
      connection_id: p('connection'),
      type: p('type'),
      block: p('block'),
      total: p('by'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'connection_id', 'type', 'block'])
        .doUpdateSet({ total: sql`collection_block.total + excluded.total` }),
    ),
);

export const selectTotal = query<Collection>()((db, p) =>
  db
    .selectFrom('collection')
    .select('total')
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type')),
);

/** Where the result at an offset lies. */
export interface PageStart {
  readonly total: number;
  /** First position of its block; null when the offset is beyond the end. */
  readonly position: number | null;
  /** Resources of the block before it. */
  readonly skip: number | null;
}

/** Adds up the totals of blocks until it reaches the offset: one small row per 1,024 positions. */
export const selectPageStart = rawQuery<Collection & { offset: number }>()(
  (p) => sql<PageStart>`
    select c.total, b.block * ${sql.lit(BLOCK_POSITIONS)} as position,
      ${p('offset')} - b.before as skip
    from collection c
    left join (
      select block, upto - total as before from (
        select block, total, cast(sum(total) over (order by block rows unbounded preceding) as bigint) as upto
        from collection_block
        where organization_id = ${p('organization')} and connection_id = ${p('connection')}
          and type = ${p('type')}) sums
      where upto > ${p('offset')} order by block limit 1) b on true
    where c.organization_id = ${p('organization')} and c.connection_id = ${p('connection')}
      and c.type = ${p('type')}`,
);

/** Counts a new resource. Returns its position. */
export async function enterCollection(session: Session, collection: Collection): Promise<number> {
  await session.send(takePosition, collection);
  const row = await session.first(selectNextPosition, collection);
  if (row === undefined) throw new Error('The collection gave no position.');
  const position = row.next_position - 1;
  await session.send(addToBlock, { ...collection, block: blockOf(position), by: 1 });
  return position;
}

export async function leaveCollection(
  session: Session,
  collection: Collection,
  position: number,
): Promise<void> {
  await session.send(countOneLess, collection);
  await session.send(addToBlock, { ...collection, block: blockOf(position), by: -1 });
}

function blockOf(position: number): number {
  return Math.floor(position / BLOCK_POSITIONS);
}
