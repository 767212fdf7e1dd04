/**
 * How far a copy is, kept in the target: recorded in the transaction that wrote the rows, so that a copy
 * which is killed at any moment goes on where it was.
 */
import { sql } from 'kysely';
import { Refusal } from '../core.ts';
import {
  compileSql,
  isDenied,
  isUnfinishedCopy,
  ORGANIZATION_TABLES,
  rawQuery,
} from '../db/index.ts';
import type { Position } from './pages.ts';
import type { Side } from './side.ts';

/** What was copied of one organisation. */
export interface Part {
  readonly organizationId: string;
  /** `clearing` while what was copied is taken away again. */
  readonly state: 'copying' | 'done' | 'clearing';
  /** The last table with rows that were written, and the key of the last of them. */
  readonly table: string;
  readonly position: Position;
  /** Rows of all tables. */
  readonly rows: number;
}

interface StoredPart {
  organization: string;
  state: Part['state'];
  table: string;
  position: string;
  rows: number;
}

type Nothing = Record<never, never>;

const selectSource = rawQuery<Nothing>()(
  () => sql<{ source: string }>`select source
  from unfinished_copy`,
);

const selectParts = rawQuery<Nothing>()(
  () => sql<StoredPart>`select organization_id as organization, state, table_name as "table",
    position, copied as "rows" from unfinished_copy_part`,
);

const savePart = rawQuery<StoredPart>()(
  (p) => sql`insert into unfinished_copy_part (organization_id, state, table_name, position, copied)
    values (${p('organization')}, ${p('state')}, ${p('table')}, ${p('position')}, ${p('rows')})
    on conflict (organization_id) do update set state = excluded.state,
      table_name = excluded.table_name, position = excluded.position, copied = excluded.copied`,
);

const deletePart = rawQuery<{ organization: string }>()(
  (p) => sql`delete from unfinished_copy_part where organization_id = ${p('organization')}`,
);

const MARK = [
  `create table unfinished_copy (source text not null)`,
  `create table unfinished_copy_part (
    organization_id text primary key, state text not null, table_name text not null,
    position text not null, copied bigint not null)`,
];

/**
 * Marks an empty target as an unfinished copy, or finds the mark that this copy left there.
 *
 * @returns What was copied before, by organisation.
 * @throws Refusal when the target holds anything else.
 */
export async function claimTarget(target: Side, source: string): Promise<Map<string, Part>> {
  if (!(await isUnfinishedCopy(target.session))) {
    await refuseUnlessEmpty(target);
    await mark(target, source);
    return new Map();
  }
  const marked = await target.session.first(selectSource, {});
  if (marked?.source !== source) {
    throw new Refusal(
      'conflict',
      `${target.name} holds an unfinished copy of ${marked?.source}, not of ${source}. Finish that one, ` +
        'give another database, or drop this one and create it again (remove the directory).',
    );
  }
  const rows = await target.session.all(selectParts, {});
  return new Map(
    rows.map(({ organization, position, ...rest }) => [
      organization,
      { ...rest, organizationId: organization, position: JSON.parse(position) as Position },
    ]),
  );
}

async function mark(target: Side, source: string): Promise<void> {
  await target.begin('write');
  try {
    for (const text of MARK) await target.execute({ sql: text, parameters: [] });
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new Refusal(
      'refused',
      `This role may not make tables in ${target.name}: give the URL of the owner of its tables.`,
    );
  }
  const statement = sql`insert into unfinished_copy (source) values (${source})`;
  await target.execute(compileSql(statement, target.session.dialect));
  await target.commit();
}

/** Row-level security hides the rows of organisations from most owners; the organisations it does not. */
async function refuseUnlessEmpty(target: Side): Promise<void> {
  for (const table of ['organization', ...ORGANIZATION_TABLES]) {
    const text = `select 1 from "${table}" limit 1`;
    const rows = await target.session.dynamic({ sql: text, parameters: [] });
    if (rows.length === 0) continue;
    throw new Refusal(
      'conflict',
      `${target.name} holds data already (table ${table}); it is not touched. ` +
        'A copy needs an empty database.',
    );
  }
}

/** Within the transaction that writes the rows. */
export async function saveProgress(target: Side, part: Part): Promise<void> {
  const { organizationId, position, ...rest } = part;
  const row = { ...rest, organization: organizationId, position: JSON.stringify(position) };
  await target.session.run(savePart, row);
}

/** Within the transaction that takes away the last rows. */
export async function forgetProgress(target: Side, organizationId: string): Promise<void> {
  await target.session.run(deletePart, { organization: organizationId });
}

/** Within the transaction that makes the copy whole. */
export async function removeMark(target: Side): Promise<void> {
  for (const table of ['unfinished_copy_part', 'unfinished_copy']) {
    await target.execute({ sql: `drop table ${table}`, parameters: [] });
  }
}
