/** Takes somebody's data out of the log. The rows stay: that there was a request is no secret. */
import { type RawBuilder, sql } from 'kysely';
import { compileSql, type DynamicQuery, type Session, type SqlDialect } from '../db/index.ts';
import { PIECE_ROWS } from '../log-pages.ts';
import type { ActivityErasure } from './types.ts';

type Sql = RawBuilder<unknown>;

/** What a client chose or what quotes it. */
const PERSONAL = ['request_body', 'detail', 'notes', 'query'];

/** Where the last rows of an organisation before an id begin: `start` is null when there are none. */
export function pieceBefore(
  dialect: SqlDialect,
  organizationId: string,
  before: number,
): DynamicQuery {
  const ids = sql`select id from activity
    where organization_id = ${organizationId} and id < ${before}
    order by id desc limit ${sql.lit(PIECE_ROWS)}`;
  return compileSql(sql`select min(id) as start from (${ids}) ids`, dialect);
}

export function eraseBetween(
  dialect: SqlDialect,
  { organizationId, resourceIds, words }: ActivityErasure,
  from: number,
  before: number,
): DynamicQuery {
  const about = [
    ...resourceIds.map((id) => sql`resource_id = ${id}`),
    ...words.flatMap(patterns).flatMap((part) => mentionedIn(dialect, part)),
  ];
  const statement = sql`update activity
    set request_body = null, detail = null, notes = '[]', query = '', user_agent = null
    where organization_id = ${organizationId} and id >= ${from} and id < ${before}
      and (${about.length === 0 ? sql`false` : sql.join(about, sql` or `)})`;
  return compileSql(statement, dialect);
}

/** In the table that nodes share: piece by piece, so that other writes wait only for one. */
export async function eraseShared(session: Session, erasure: ActivityErasure): Promise<void> {
  const { organizationId } = erasure;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const piece = pieceBefore(session.dialect, organizationId, before);
    const [row] = await session.dynamic<{ readonly start: number | null }>(piece, organizationId);
    if (row === undefined || row.start === null) return;
    const start = Number(row.start);
    await session.dynamic(eraseBetween(session.dialect, erasure, start, before), organizationId);
    before = start;
  }
}

function mentionedIn(dialect: SqlDialect, part: string): Sql[] {
  return PERSONAL.map((column) => dialect.mentions(sql.ref(column), part));
}

/**
 * How a word stands in JSON, also in a filter inside of it. A word that is no address has to stand by
 * itself: whoever is called Ann must not take every "planned" with them.
 */
function patterns(word: string): string[] {
  const escaped = JSON.stringify(word).slice(1, -1);
  return word.includes('@') ? [escaped] : [`"${escaped}"`, `\\"${escaped}\\"`];
}
