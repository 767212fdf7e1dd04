/**
 * Lists that have to look at every resource, on PostgreSQL: the database has processes of its own for
 * them, so they need no threads here, only a bound on how many there are and how long they take.
 */
import { type RawBuilder, sql } from 'kysely';
import type { PoolClient } from 'pg';
import {
  beginReadingFor,
  type Connections,
  compileSql,
  createGate,
  isCancelled,
  PgSession,
} from '../../db/index.ts';
import { rowsAt } from '../stored-row.ts';
import type { ScanList, ScanResult } from './messages.ts';
import { type ScanPool, tooLate, unavailable } from './pool.ts';

/** Scans at a time, so that they leave connections for everything else. */
const RUNNING = 3;
/** Scans that may wait for their turn; more are refused. */
const WAITING_LIMIT = 256;
/** How long one may wait for its turn, milliseconds. */
const WAIT_MS = 5000;

export function createPgScans(connections: Connections, budgetMs = 5000): ScanPool {
  const enter = createGate(RUNNING);
  const running = new Set<Promise<unknown>>();
  let waiting = 0;
  let closed = false;

  async function turn(): Promise<() => void> {
    if (waiting >= WAITING_LIMIT) {
      throw unavailable('Too many searches are waiting. Try again later.');
    }
    waiting += 1;
    const begun = performance.now();
    const leave = await enter();
    waiting -= 1;
    const isLate = performance.now() - begun > WAIT_MS;
    if (!closed && !isLate) return leave;
    leave();
    throw unavailable(
      closed ? 'The service is stopping.' : 'The search waited too long. Try again.',
    );
  }

  async function run(list: ScanList): Promise<ScanResult> {
    const leave = await turn();
    try {
      return await scan(connections, list, budgetMs);
    } catch (error) {
      if (isCancelled(error)) throw tooLate(budgetMs);
      throw error;
    } finally {
      leave();
    }
  }

  return {
    run(list) {
      const scanning = run(list).finally(() => running.delete(scanning));
      running.add(scanning);
      return scanning;
    },
    async close() {
      closed = true;
      await Promise.allSettled(running);
    },
  };
}

/** Count and page of one snapshot. @throws whatever PostgreSQL says, such as that it took too long. */
async function scan(
  connections: Connections,
  list: ScanList,
  budgetMs: number,
): Promise<ScanResult> {
  const client = await connections.take();
  let isBroken = true;
  try {
    const deadline = performance.now() + budgetMs;
    await beginReadingFor(client, list.collection.organization, {
      text: `set local statement_timeout = ${budgetMs}`,
    });
    const result = await read(client, list, deadline);
    await client.query('commit');
    isBroken = false;
    return result;
  } catch (error) {
    if (isCancelled(error)) isBroken = !(await client.query('rollback').then(Boolean, () => false));
    throw error;
  } finally {
    connections.give(client, isBroken);
  }
}

async function read(client: PoolClient, list: ScanList, deadline: number): Promise<ScanResult> {
  const session = new PgSession((request) => client.query(request));
  const { dialect } = session;
  const { organization, connection, type } = list.collection;
  const matches = sql`from search s where s.organization_id = ${organization}
    and s.connection_id = ${connection} and s.type = ${type} and ${list.filter ?? sql`true`}`;
  const [counted] = await session.dynamic<{ total: number }>(
    compileSql(sql`select count(*) as total ${matches}`, dialect),
  );
  const total = counted?.total ?? 0;
  if (total <= list.offset || list.limit === 0) return { total, rows: [] };
  // The budget is for all statements together.
  const leftMs = Math.max(1, Math.ceil(deadline - performance.now()));
  await client.query(`set local statement_timeout = ${leftMs}`);
  const found = await session.dynamic<{ position: number }>(
    compileSql(
      sql`select s.position ${matches} order by ${order(list)} limit ${list.limit} offset ${list.offset}`,
      dialect,
    ),
  );
  const positions = JSON.stringify(found.map(({ position }) => position));
  return { total, rows: await session.all(rowsAt, { ...list.collection, positions }) };
}

/** What has no key comes last, or first when descending (RFC 7644 §3.4.2.3). */
function order({ sort }: ScanList): RawBuilder<unknown> {
  if (sort === undefined) return sql`s.position`;
  const direction = sql.raw(sort.descending ? 'desc nulls first' : 'asc nulls last');
  return sql`${sort.key} ${direction}, s.position`;
}
