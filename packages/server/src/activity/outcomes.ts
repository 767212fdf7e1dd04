/** How the latest requests of many organisations ended, read in one go. */
import { type RawBuilder, sql } from 'kysely';
import { compileSql, EVERY_ORGANIZATION, type Session } from '../db/index.ts';
import { HELD_NOTE } from './types.ts';

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
  /** The brake held it: that says nothing about whether the integration works. */
  readonly isHeld: boolean;
}

interface Row {
  readonly organization_id: string;
  readonly connection_id: string | null;
  readonly token_id: string | null;
  readonly at: string;
  readonly status: number;
  readonly held: number;
}

/** As it is in the JSON of the notes, where quotes within a text are escaped. */
const HELD = sql`case when status = 429 and notes like ${sql.lit(`%"entry":"${HELD_NOTE}"%`)} then 1 else 0 end`;

/** @param since RFC 3339. Whoever sent nothing since costs one step through the index. */
export async function readOutcomes(
  session: Session,
  organizationIds: readonly string[],
  since: string,
): Promise<RequestOutcome[]> {
  const rows =
    session.dialect.name === 'postgres'
      ? await ask(session, sinceOfAll(session, organizationIds, since))
      : await oneByOne(session, organizationIds, since);
  return rows.map(outcomeOf);
}

/** A file answers at once, and has no lateral joins. */
async function oneByOne(
  session: Session,
  organizationIds: readonly string[],
  since: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const id of organizationIds) {
    const [newest] = await ask(session, latest(id, 1));
    if (newest === undefined || newest.at < since) continue;
    const found = await ask(session, latest(id, REQUESTS));
    rows.push(...found.filter(({ at }) => at >= since));
  }
  return rows;
}

function latest(organizationId: string, limit: number): RawBuilder<unknown> {
  return sql`select organization_id, connection_id, token_id, at, status, ${HELD} as held from activity
    where organization_id = ${organizationId} order by id desc limit ${limit}`;
}

function sinceOfAll(
  session: Session,
  organizationIds: readonly string[],
  since: string,
): RawBuilder<unknown> {
  return sql`select r.* from ${session.dialect.each(JSON.stringify(organizationIds))}
    cross join lateral (select a.at from activity a where a.organization_id = j.value
      order by a.id desc limit 1) newest
    cross join lateral (select a.organization_id, a.connection_id, a.token_id, a.at, a.status,
        ${HELD} as held
      from activity a where a.organization_id = j.value and newest.at >= ${since}
      order by a.id desc limit ${sql.lit(REQUESTS)}) r
    where r.at >= ${since}`;
}

function ask(session: Session, query: RawBuilder<unknown>): Promise<Row[]> {
  const compiled = compileSql(query, session.dialect);
  return Promise.resolve(session.dynamic<Row>(compiled, EVERY_ORGANIZATION));
}

function outcomeOf(row: Row): RequestOutcome {
  return {
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    tokenId: row.token_id,
    at: row.at,
    status: row.status,
    isHeld: row.held === 1,
  };
}
