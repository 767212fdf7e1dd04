import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { Refusal } from '../core.ts';
import {
  type CopiedTableName,
  connectPostgres,
  GLOBAL_KEYS,
  isDenied,
  migratePostgres,
  ORGANIZATION_TABLES,
  PgSession,
  refuseNewer,
} from '../db/index.ts';
import { columnsOf } from './columns.ts';
import { bySize } from './pages.ts';
import type { Place } from './place.ts';
import type { Column, Row, Side } from './side.ts';

/** Key of the advisory lock of whoever fills a database. */
const TARGET_LOCK = 7_643_010;
/** How long the server may need to notice that a copy before this one was killed, milliseconds. */
const LOCK_WAIT_MS = 15_000;
const LOCK_PAUSE_MS = 200;
/** Size of the rows of one statement, UTF-16 units and bytes; as JSON they are a few times larger. */
const STATEMENT_SIZE = 16 * 1024 * 1024;

/** Every node listens on a connection of this name (`db/postgres/watch.ts`), whatever else it does. */
const SERVERS = `select exists (select 1 from pg_stat_activity
  where datname = current_database() and application_name = 'rollcall-listener') as present`;
/** How long the server may need to notice that a node has ended, milliseconds. */
const SERVERS_WAIT_MS = 2000;
const SERVERS_PAUSE_MS = 100;

/**
 * Connects to a PostgreSQL, bringing its tables up to date.
 *
 * @throws UnavailableError when it cannot be used; Refusal when another copy fills it.
 */
export async function openPostgresSide(
  { url, name }: Extract<Place, { kind: 'postgres' }>,
  role: 'source' | 'target',
): Promise<Side> {
  const client = await connectPostgres(url, name);
  try {
    await migrate(client, name);
    if (role === 'target') {
      await lock(client, name);
      // A crash takes back the last transactions, each with the progress that it recorded.
      await client.query('set synchronous_commit = off');
    }
    return sideOf(name, client);
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function migrate(client: Client, name: string): Promise<void> {
  try {
    await migratePostgres(client);
    // A server may work beside a newer schema; a copy would leave behind what it does not know.
    const { rows } = await client.query('select max(version) as version from migration');
    refuseNewer(Number(rows[0]?.version));
  } catch (error) {
    if (!(error instanceof Error) || !isDenied(error.cause)) throw error;
    throw new Refusal(
      'refused',
      `The tables of ${name} have to be made or brought up to date: give the URL of their owner.`,
    );
  }
}

async function lock(client: Client, name: string): Promise<void> {
  const end = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [TARGET_LOCK]);
    if (rows[0]?.taken === true) return;
    if (Date.now() > end) throw new Refusal('conflict', `Another copy to ${name} is under way.`);
    await sleep(LOCK_PAUSE_MS);
  }
}

function sideOf(name: string, client: Client): Side {
  const session = new PgSession((request) => client.query(request));
  const run = (text: string) => session.dynamic({ sql: text, parameters: [] });
  return {
    name,
    session,
    columns: (table) => columnsOf(session, table),
    begin: (mode) =>
      run(mode === 'write' ? 'begin' : 'begin isolation level repeatable read, read only'),
    enter: (organizationId) =>
      session.dynamic({
        sql: "select set_config('rollcall.organization', $1, true)",
        parameters: [organizationId],
      }),
    commit: () => run('commit'),
    execute: (statement) => session.dynamic(statement),
    async insert(table, columns, rows) {
      for (const some of bySize(rows, STATEMENT_SIZE)) {
        const parameters = [jsonOf(columns, some)];
        await session.dynamic({ sql: insertText(table, columns), parameters });
      }
    },
    clear: (tables, organizationId) =>
      session.dynamic({ sql: clearText(tables), parameters: [organizationId] }),
    async hasServers() {
      const end = Date.now() + SERVERS_WAIT_MS;
      for (;;) {
        const { rows } = await client.query(SERVERS);
        if (rows[0]?.present === false) return false;
        if (Date.now() > end) return true;
        await sleep(SERVERS_PAUSE_MS);
      }
    },
    async settle() {
      for (const table of [...ORGANIZATION_TABLES, ...Object.keys(GLOBAL_KEYS)]) {
        await run(`analyze "${table}"`);
      }
      await run('set synchronous_commit = on');
    },
    close: () => client.end(),
  };
}

const TYPES = { text: 'text', integer: 'bigint', bytes: 'text', document: 'text' } as const;

/** One statement for many rows, which come as one JSON array (as quick as COPY was). */
function insertText(table: CopiedTableName, columns: readonly Column[]): string {
  const names = columns.map(({ name }) => `"${name}"`);
  const values = columns.map(({ name, kind }) => {
    if (kind === 'bytes') return `decode(r."${name}", 'hex')`;
    return kind === 'document' ? `r."${name}"::jsonb` : `r."${name}"`;
  });
  const types = columns.map(({ name, kind }) => `"${name}" ${TYPES[kind]}`);
  return `insert into "${table}" (${names.join(', ')}) select ${values.join(', ')}
    from json_to_recordset($1::json) as r (${types.join(', ')})`;
}

/** One statement for many tables: each would cost a round trip. */
function clearText(tables: readonly CopiedTableName[]): string {
  const deletions = tables.map(
    (table) => `d_${table} as (delete from "${table}" where organization_id = $1)`,
  );
  return `with ${deletions.join(', ')} select`;
}

function jsonOf(columns: readonly Column[], rows: readonly Row[]): string {
  const bytes = columns.filter(({ kind }) => kind === 'bytes').map(({ name }) => name);
  if (bytes.length === 0) return JSON.stringify(rows);
  return JSON.stringify(
    rows.map((row) => ({
      ...row,
      ...Object.fromEntries(bytes.map((name) => [name, hexOf(row[name])])),
    })),
  );
}

function hexOf(value: Row[string] | undefined): string | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : null;
}
