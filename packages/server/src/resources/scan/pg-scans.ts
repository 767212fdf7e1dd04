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

export function createPgScans(connections: Connections, budgetMs = 5000): ScanPool {
  const waiting: (() => void)[] = [];
  let running = 0;
  let closed = false;
  let idle: (() => void) | undefined;

  async function turn(): Promise<void> {
    if (closed) throw unavailable('The service is stopping.');
    if (running < RUNNING) {
      running += 1;
      return;
    }
    if (waiting.length >= WAITING_LIMIT) {
      throw unavailable('Too many searches are waiting. Try again later.');
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (closed) {
      leave();
      throw unavailable('The service is stopping.');
    }
  }

  /** Hands the turn on. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
    if (running === 0) idle?.();
  }

  return {
    async run(list) {
      await turn();
      try {
        return await scan(connections, list, budgetMs);
      } catch (error) {
        if (isCancelled(error)) throw tooLate(budgetMs);
        throw error;
      } finally {
        leave();
      }
    },
    async close() {
      closed = true;
      if (running === 0) return;
      const left = new Promise<void>((resolve) => {
        idle = resolve;
      });
      while (waiting.length > 0) waiting.shift()?.();
      await left;
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
    await beginReadingFor(client, list.collection.organization, {
      text: `set local statement_timeout = ${budgetMs}`,
    });
    const result = await read(client, list);
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

async function read(client: PoolClient, list: ScanList): Promise<ScanResult> {
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
