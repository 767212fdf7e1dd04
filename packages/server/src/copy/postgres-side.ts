import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { Refusal } from '../core.ts';
import {
  type CopiedTableName,
  codeOf,
  connectPostgres,
  GLOBAL_KEYS,
  migratePostgres,
  ORGANIZATION_TABLES,
  PgSession,
} from '../db/index.ts';
import { columnsOf } from './columns.ts';
import type { Place } from './place.ts';
import type { Column, Row, Side } from './side.ts';

/** Key of the advisory lock of whoever fills a database. */
const TARGET_LOCK = 7_643_010;
/** How long the server may need to notice that a copy before this one was killed, milliseconds. */
const LOCK_WAIT_MS = 15_000;
const LOCK_PAUSE_MS = 200;
const INSUFFICIENT_PRIVILEGE = '42501';

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
  } catch (error) {
    if (!(error instanceof Error) || codeOf(error.cause) !== INSUFFICIENT_PRIVILEGE) throw error;
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
    insert: (table, columns, rows) =>
      session.dynamic({ sql: insertText(table, columns), parameters: [jsonOf(columns, rows)] }),
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
