import { sql } from 'kysely';
import { BLOCK_POSITIONS, query, type Session } from '../../db/index.ts';
import type { Check } from './doctor.ts';

const selectTotals = query<Scope>()((db, p) =>
  db
    .selectFrom('collection')
    .select(['organization_id', 'connection_id', 'type', 'total'])
    .where('organization_id', '=', p('organization')),
);

const countRows = query<Scope>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['organization_id', 'connection_id', 'type'])
    .select(sql<number>`count(*)`.as('total'))
    .where('organization_id', '=', p('organization'))
    .groupBy(['organization_id', 'connection_id', 'type']),
);

const selectBlocks = query<Scope>()((db, p) =>
  db
    .selectFrom('collection_block')
    .select(['organization_id', 'connection_id', 'type', 'block', 'total'])
    .where('organization_id', '=', p('organization')),
);

const countBlocks = query<Scope>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['organization_id', 'connection_id', 'type'])
    .select(sql<number>`position / ${sql.lit(BLOCK_POSITIONS)}`.as('block'))
    .select(sql<number>`count(*)`.as('total'))
    .where('organization_id', '=', p('organization'))
    .groupBy(['organization_id', 'connection_id', 'type', 'block']),
);

interface Scope {
  readonly organization: string;
}

interface Total {
  readonly organization_id: string;
  readonly connection_id: string;
  readonly type: string;
  readonly block?: number;
  readonly total: number;
}

/** The counts that totals and deep pages rely on, against the rows themselves. */
export async function collectionsAgree(
  session: Session,
  organizationIds: readonly string[],
): Promise<Check> {
  const wrong: string[] = [];
  for (const organization of organizationIds) {
    const scope = { organization };
    wrong.push(
      ...differences(await session.all(selectTotals, scope), await session.all(countRows, scope)),
      ...differences(await session.all(selectBlocks, scope), await session.all(countBlocks, scope)),
    );
  }
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
