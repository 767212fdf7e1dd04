/** Looks through the log for what an administrator asks. */
import { type RawBuilder, sql } from 'kysely';
import type { Session, SqlDialect } from '../db/index.ts';
import { type IdRange, type Log, type Page, PIECE_ROWS, pageOf } from '../log-pages.ts';
import { selectActivity } from './read-activity.ts';
import { rowOf, type StoredActivity } from './stored-activity.ts';
import type { ActivityRow, ActivitySearch } from './types.ts';

type Sql = RawBuilder<unknown>;
interface Stamp {
  readonly id: number;
  readonly at: string;
}

/** Where people look for a word. */
const SEARCHED = ['path', 'query', 'detail', 'notes', 'user_agent'];

export function searchActivity(
  session: Session,
  search: ActivitySearch,
): Promise<Page<ActivityRow>> {
  const { organizationId } = search;
  const conditions = conditionsOf(session.dialect, search);
  const log: Log<ActivityRow> = {
    first: (range) => firstOf(session, organizationId, range),
    lastPiece: (range) => lastPiece(session, organizationId, range),
    async matching(range, limit) {
      const rows = await selectActivity<StoredActivity>(session, sql`*`, {
        organizationId,
        conditions: [inRange(range), ...conditions],
        order: 'newest',
        limit,
      });
      return rows.map(rowOf);
    },
    idOf: ({ id }) => id,
  };
  return pageOf(log, search);
}

/** One row, by its id or the id of its request: the newest, where a client used one twice. */
export async function findActivity(
  session: Session,
  organizationId: string | undefined,
  id: string,
): Promise<ActivityRow | undefined> {
  if (/^\d{1,15}$/.test(id)) {
    const [row] = await selectActivity<StoredActivity>(session, sql`*`, {
      organizationId,
      conditions: [sql`id = ${Number(id)}`],
      order: 'newest',
      limit: 1,
    });
    if (row !== undefined) return rowOf(row);
  }
  let before: number | undefined;
  do {
    const search = { organizationId, requestId: id, before, limit: 1 };
    const { rows, next } = await searchActivity(session, search);
    if (rows[0] !== undefined) return rows[0];
    before = next ?? undefined;
  } while (before !== undefined);
  return undefined;
}

function inRange({ from, before }: IdRange): Sql {
  return sql`id >= ${from} and id < ${before}`;
}

async function endOf(
  session: Session,
  organizationId: string | undefined,
  range: IdRange,
  order: 'newest' | 'oldest',
): Promise<Stamp | undefined> {
  const [row] = await selectActivity<Stamp>(session, sql`id, at`, {
    organizationId,
    conditions: [inRange(range)],
    order,
    limit: 1,
  });
  return row === undefined ? undefined : { id: Number(row.id), at: row.at };
}

function firstOf(session: Session, organizationId: string | undefined, range: IdRange) {
  return endOf(session, organizationId, range, 'oldest');
}

async function lastPiece(
  session: Session,
  organizationId: string | undefined,
  range: IdRange,
): Promise<number | undefined> {
  if (organizationId === undefined) {
    // All organisations share the numbers, so there are about as many rows as ids.
    const newest = await endOf(session, undefined, range, 'newest');
    return newest === undefined ? undefined : Math.max(range.from, newest.id - PIECE_ROWS + 1);
  }
  const ids = await selectActivity<{ readonly id: number }>(session, sql`id`, {
    organizationId,
    conditions: [inRange(range)],
    order: 'newest',
    limit: PIECE_ROWS,
  });
  const oldest = ids.at(-1)?.id;
  return oldest === undefined ? undefined : Number(oldest);
}

function conditionsOf(dialect: SqlDialect, search: ActivitySearch): (Sql | undefined)[] {
  const { connectionId, tokenIds, requestId, method, resourceIds, status, since, until } = search;
  return [
    connectionId === undefined ? undefined : sql`connection_id = ${connectionId}`,
    tokenIds === undefined ? undefined : oneOf('token_id', tokenIds),
    requestId === undefined ? undefined : sql`request_id = ${requestId}`,
    method === undefined ? undefined : sql`method = ${method}`,
    resourceIds === undefined ? undefined : oneOf('resource_id', resourceIds),
    search.isNoted === true ? sql`notes <> '[]'` : undefined,
    status && sql`status >= ${status.least} and status <= ${status.most}`,
    since === undefined ? undefined : sql`at >= ${since}`,
    until === undefined ? undefined : sql`at < ${until}`,
    search.text === undefined ? undefined : anywhere(dialect, search.text),
  ];
}

function oneOf(column: string, ids: readonly string[]): Sql {
  return ids.length === 0 ? sql`false` : sql`${sql.ref(column)} in (${sql.join(ids)})`;
}

function anywhere(dialect: SqlDialect, text: string): Sql {
  const places = SEARCHED.map((column) => dialect.mentions(sql.ref(column), text));
  return sql`(${sql.join(places, sql` or `)})`;
}
