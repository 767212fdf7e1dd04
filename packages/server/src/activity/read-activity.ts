/** Reads the log, in its file or in the table that nodes share. */
import { type RawBuilder, sql } from 'kysely';
import { compileSql, EVERY_ORGANIZATION, type Session } from '../db/index.ts';
import { rowOf, type StoredActivity } from './stored-activity.ts';
import type { ActivityFilter, ActivityRow } from './types.ts';

const DEFAULT_LIMIT = 50;
const LIMIT_MAX = 1000;

type Sql = RawBuilder<unknown>;

export interface RowsWanted {
  /** Undefined looks at all organisations: for the operator alone. */
  readonly organizationId: string | undefined;
  /** What else has to be true of a row; undefined ones are left out. */
  readonly conditions: readonly (Sql | undefined)[];
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

/** The newest rows that pass the filter, newest first. */
export async function readActivity(
  session: Session,
  filter: ActivityFilter,
): Promise<ActivityRow[]> {
  const { organizationId, connectionId, requestId, failed, after, limit = DEFAULT_LIMIT } = filter;
  const rows = await selectActivity<StoredActivity>(session, sql`*`, {
    organizationId,
    conditions: [
      connectionId === undefined ? undefined : sql`connection_id = ${connectionId}`,
      requestId === undefined ? undefined : sql`request_id = ${requestId}`,
      failed === true ? sql`status >= 400` : undefined,
      after === undefined ? undefined : sql`id > ${after}`,
    ],
    order: 'newest',
    limit: Math.min(Math.max(limit, 0), LIMIT_MAX),
  });
  return rows.map(rowOf);
}

/** The rows on either side of one, newest first. @param count At most so many on each side. */
export async function readAround(
  session: Session,
  organizationId: string,
  id: number,
  count: number,
): Promise<ActivityRow[]> {
  const side = (condition: Sql, order: RowsWanted['order']) =>
    selectActivity<StoredActivity>(session, sql`*`, {
      organizationId,
      conditions: [condition],
      order,
      limit: count,
    });
  const later = await side(sql`id > ${id}`, 'oldest');
  const earlier = await side(sql`id < ${id}`, 'newest');
  return [...later.toReversed(), ...earlier].map(rowOf);
}

/** Columns of rows by their ids, from either end of the log. */
export async function selectActivity<R>(
  session: Session,
  columns: Sql,
  { organizationId, conditions, order, limit }: RowsWanted,
): Promise<R[]> {
  const direction = order === 'newest' ? sql`desc` : sql`asc`;
  const given = conditions.filter((condition) => condition !== undefined);
  const ordered = (from: Sql) => sql`select ${columns} from ${from}
    order by id ${direction} limit ${limit}`;
  const rowsWhere = (parts: readonly Sql[]) =>
    ordered(sql`activity a where ${parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)}`);
  const query = (): Sql => {
    if (organizationId !== undefined) {
      return rowsWhere([sql`organization_id = ${organizationId}`, ...given]);
    }
    if (session.dialect.name === 'sqlite') return rowsWhere(given);
    // The key begins with the organisation: what is wanted of each is found by it, then that of all.
    const ofEach = rowsWhere([sql`a.organization_id = o.organization`, ...given]);
    return ordered(sql`(select id as organization from organization union all select '') o
      cross join lateral (${ofEach}) a`);
  };
  return session.dynamic<R>(
    compileSql(query(), session.dialect),
    organizationId ?? EVERY_ORGANIZATION,
  );
}
