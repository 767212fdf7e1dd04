/**
 * A scan over a collection, in chunks of positions so that it can end at a deadline. All chunks see
 * one snapshot: the caller has begun a transaction.
 */
import { sql } from 'kysely';
import {
  BLOCK_POSITIONS,
  type DynamicQuery,
  rawQuery,
  type SqliteSession,
} from '../../db/index.ts';
import { rowsAt } from '../stored-row.ts';
import type { ScanJob, ScanResult } from './messages.ts';

/** How long a chunk should take: what the deadline can be missed by, milliseconds. */
const CHUNK_MS = 50;
const CHUNK_BLOCKS_MAX = 64;

const selectEnd = rawQuery<ScanJob['collection']>()(
  (p) => sql<{ end: number }>`select next_position as end from collection
    where organization_id = ${p('organization')} and connection_id = ${p('connection')}
      and type = ${p('type')}`,
);

/** The budget ran out after this share of the positions. */
export class LateError extends Error {
  override readonly name = 'LateError';
  readonly share: number;
  constructor(share: number) {
    super(`The scan took too long after ${Math.round(share * 100)} % of the positions.`);
    this.share = share;
  }
}

/** @throws LateError when the budget runs out. */
export function scan(session: SqliteSession, job: ScanJob): ScanResult {
  const end = session.first(selectEnd, job.collection)?.end ?? 0;
  const collector = job.sort === undefined ? inOrder(session, job) : bySortKey(session, job);
  for (const range of ranges(end, job.budgetMs)) collector.take(range);
  const { total, positions } = collector.finish();
  const rows =
    positions.length === 0
      ? []
      : session.all(rowsAt, { ...job.collection, positions: JSON.stringify(positions) });
  return { total, rows };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Runs of positions, longer where a run goes fast. */
function* ranges(end: number, budgetMs: number): Generator<Range> {
  const start = performance.now();
  let blocks = 4;
  for (let from = 0; from < end; ) {
    const begun = performance.now();
    if (begun - start > budgetMs) throw new LateError(from / end);
    const to = from + blocks * BLOCK_POSITIONS;
    yield { from, to };
    from = to;
    const took = performance.now() - begun;
    if (took > CHUNK_MS) blocks = Math.max(1, blocks >> 1);
    else if (took < CHUNK_MS / 3) blocks = Math.min(CHUNK_BLOCKS_MAX, blocks * 2);
  }
}

interface Collector {
  take(range: Range): void;
  finish(): { readonly total: number; readonly positions: readonly number[] };
}

/** Counts each chunk, and reads positions only from those that the page lies in. */
function inOrder(session: SqliteSession, job: ScanJob): Collector {
  const { count, where } = statements(session, job);
  const positions: number[] = [];
  let total = 0;
  return {
    take(range) {
      const found = count(range);
      const skip = Math.max(0, job.offset - total);
      const wanted = job.limit - positions.length;
      if (wanted > 0 && skip < found) {
        const page = session.dynamic<{ position: number }>({
          sql: `select s.position ${where.sql} order by s.position limit ? offset ?`,
          parameters: [...where.bind(range), wanted, skip],
        });
        for (const { position } of page) positions.push(position);
      }
      total += found;
    },
    finish: () => ({ total, positions }),
  };
}

/**
 * Keeps the first `offset + limit` matches of each chunk in a temporary table and orders those of
 * all chunks at the end: a page near the top costs little however much there is.
 */
function bySortKey(session: SqliteSession, job: ScanJob): Collector {
  const { sort } = job;
  if (sort === undefined) throw new Error('There is nothing to sort by.');
  const { count, where } = statements(session, job);
  const order = sort.descending
    ? '(key is null) desc, key desc, position'
    : '(key is null), key, position';
  const keep = job.offset + job.limit;
  let total = 0;
  session.database.exec('create temp table if not exists best (key, position)');
  session.database.exec('delete from temp.best');
  const insert = session.database.prepare(
    `insert into temp.best select ${sort.key.sql} as key, s.position as position
      ${where.sql} order by ${order} limit ?`,
  );
  return {
    take(range) {
      const found = count(range);
      total += found;
      if (found === 0 || job.limit === 0) return;
      insert.run([...sort.key.parameters, ...where.bind(range), keep]);
    },
    finish() {
      const rows = session.dynamic<{ position: number }>({
        sql: `select position from temp.best order by ${order} limit ? offset ?`,
        parameters: [job.limit, job.offset],
      });
      session.database.exec('delete from temp.best');
      return { total, positions: rows.map(({ position }) => position) };
    },
  };
}

/** The part that all statements of a job share. */
function statements(session: SqliteSession, { collection, filter }: ScanJob) {
  const condition: DynamicQuery = filter ?? { sql: '1', parameters: [] };
  const { organization, connection, type } = collection;
  const where = {
    sql: `from search s where s.organization_id = ? and s.connection_id = ? and s.type = ?
      and s.position >= ? and s.position < ? and (${condition.sql})`,
    bind: ({ from, to }: Range): unknown[] => [
      organization,
      connection,
      type,
      from,
      to,
      ...condition.parameters,
    ],
  };
  const counted = session.database.prepare(`select count(*) as total ${where.sql}`).pluck();
  return { where, count: (range: Range) => Number(counted.get(where.bind(range))) };
}
