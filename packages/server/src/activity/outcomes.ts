/** How the latest requests of many organisations ended, read in one go. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { compileSql, EVERY_ORGANIZATION, type Session } from '../db/index.ts';

/** Requests of an organisation that are looked at, newest first. */
const REQUESTS = 200;

export interface RequestOutcome {
  readonly organizationId: string;
  /** Null when it never became known. */
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly status: number;
}

interface Row {
  readonly organization_id: string;
  readonly connection_id: string | null;
  readonly token_id: string | null;
  readonly at: string;
  readonly status: number;
}

/** @param since RFC 3339. Whoever sent nothing since costs one step through the index. */
export function readFileOutcomes(
  path: string,
  organizationIds: readonly string[],
  since: string,
): RequestOutcome[] {
  if (!existsSync(path)) return [];
  const database = new Database(path, { readonly: true });
  try {
    const newest = database
      .prepare<[string], string>(
        'select at from activity where organization_id = ? order by id desc limit 1',
      )
      .pluck();
    const latest = database.prepare<[string], Row>(
      `select organization_id, connection_id, token_id, at, status from activity
        where organization_id = ? order by id desc limit ${REQUESTS}`,
    );
    return organizationIds
      .filter((id) => (newest.get(id) ?? '') >= since)
      .flatMap((id) => latest.all(id))
      .filter(({ at }) => at >= since)
      .map(outcomeOf);
  } finally {
    database.close();
  }
}

/** The same of the table that nodes share. */
export async function readTableOutcomes(
  session: Session,
  organizationIds: readonly string[],
  since: string,
): Promise<RequestOutcome[]> {
  const ids = session.dialect.each(JSON.stringify(organizationIds));
  const query = sql`select r.* from ${ids}
    cross join lateral (select a.at from activity a where a.organization_id = j.value
      order by a.id desc limit 1) newest
    cross join lateral (select a.organization_id, a.connection_id, a.token_id, a.at, a.status
      from activity a where a.organization_id = j.value and newest.at >= ${since}
      order by a.id desc limit ${sql.lit(REQUESTS)}) r
    where r.at >= ${since}`;
  const rows = await session.dynamic<Row>(compileSql(query, session.dialect), EVERY_ORGANIZATION);
  return rows.map(outcomeOf);
}

function outcomeOf(row: Row): RequestOutcome {
  return {
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    tokenId: row.token_id,
    at: row.at,
    status: row.status,
  };
}
