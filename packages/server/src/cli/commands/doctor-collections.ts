import { sql } from 'kysely';
import { BLOCK_POSITIONS, query, type Session } from '../../db/index.ts';
import type { Check } from './doctor.ts';

const selectTotals = query<Record<string, never>>()((db) =>
  db.selectFrom('collection').select(['organization_id', 'connection_id', 'type', 'total']),
);

const countRows = query<Record<string, never>>()((db) =>
  db
    .selectFrom('resource')
    .select(['organization_id', 'connection_id', 'type'])
    .select(sql<number>`count(*)`.as('total'))
    .groupBy(['organization_id', 'connection_id', 'type']),
);

const selectBlocks = query<Record<string, never>>()((db) =>
  db
    .selectFrom('collection_block')
    .select(['organization_id', 'connection_id', 'type', 'block', 'total']),
);

const countBlocks = query<Record<string, never>>()((db) =>
  db
    .selectFrom('resource')
    .select(['organization_id', 'connection_id', 'type'])
    .select(sql<number>`position / ${sql.lit(BLOCK_POSITIONS)}`.as('block'))
    .select(sql<number>`count(*)`.as('total'))
    .groupBy(['organization_id', 'connection_id', 'type', 'block']),
);

interface Total {
  readonly organization_id: string;
  readonly connection_id: string;
  readonly type: string;
  readonly block?: number;
  readonly total: number;
}

/** The counts that totals and deep pages rely on, against the rows themselves. */
export async function collectionsAgree(session: Session): Promise<Check> {
  const wrong = [
    ...differences(await session.all(selectTotals, {}), await session.all(countRows, {})),
    ...differences(await session.all(selectBlocks, {}), await session.all(countBlocks, {})),
  ];
  return {
    name: 'counts',
    ok: wrong.length === 0,
    message: wrong.length === 0 ? 'agree with the rows' : wrong.join('; '),
  };
}

function differences(kept: readonly Total[], counted: readonly Total[]): string[] {
  const key = (total: Total) =>
    [total.organization_id, total.connection_id, total.type, total.block ?? 'all'].join('/');
  const actual = new Map(counted.map((total) => [key(total), total.total]));
  const known = new Set(kept.map(key));
  const missing = counted.filter((total) => !known.has(key(total)));
  return [
    ...kept
      .filter((total) => total.total !== (actual.get(key(total)) ?? 0))
      .map((total) => `${key(total)} says ${total.total}, has ${actual.get(key(total)) ?? 0}`),
    ...missing.map((total) => `${key(total)} is not counted, has ${total.total}`),
  ];
}
