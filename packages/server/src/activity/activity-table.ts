/** The table of the activity log in PostgreSQL, as the worker of a node writes it. */
import { Client } from 'pg';
import { clientConfig, EVERY_ORGANIZATION, findPrimary } from '../db/index.ts';
import { type ActivityTarget, FIELDS } from './messages.ts';
import { redactRow } from './redact-row.ts';
import type { ActivityStore } from './types.ts';

/** Key of the advisory lock under which rows get their ids: they come in order, from all nodes. */
const ORDER_LOCK = 7_643_002;
/** The columns in the order of `pack`. */
const COLUMNS = [
  ...['organization_id', 'connection_id', 'token_id', 'at', 'request_id', 'method', 'path'],
  ...['query', 'status', 'duration_us', 'resource_type', 'resource_id', 'notes', 'detail'],
  ...['scim_type', 'request_body', 'user_agent'],
];
const NUMBERS = new Set(['status', 'duration_us']);
/** An empty organisation: it never became known who asked. */
const DEFAULTS: readonly Value[] = [''];
type Value = string | number | null;
/** An array for each column: PostgreSQL takes them in less than half the time of JSON. */
const ARRAYS = COLUMNS.map(
  (name, index) => `$${index + 1}::${NUMBERS.has(name) ? 'bigint' : 'text'}[]`,
);
const INSERT = {
  name: 'rollcall_activity',
  text: `insert into activity (${COLUMNS.join(', ')}) select * from unnest(${ARRAYS.join(', ')})`,
};
const BEGIN = `begin; set local synchronous_commit = off;
  select set_config('rollcall.organization', '${EVERY_ORGANIZATION}', true),
    pg_advisory_xact_lock(${ORDER_LOCK})`;

/** A node that died must not hold the order lock, nor a database that stands still this thread. */
const BOUNDS = {
  statement_timeout: 10_000,
  lock_timeout: 5000,
  idle_in_transaction_session_timeout: 5000,
  query_timeout: 12_000,
};
/** How long a database that failed is left alone, milliseconds: each try holds up the rows behind it. */
const AWAY_MS = 2000;

/** Connects when there is something to write, and again when the connection broke. */
export function openActivityTable({
  urls,
  role,
}: ActivityTarget & { kind: 'postgres' }): ActivityStore {
  let connected: Client | undefined;
  let host = 0;
  /** Until then rows are dropped rather than tried, as `performance.now()`. */
  let awayUntil = 0;

  async function connect(): Promise<Client> {
    host = await findPrimary(urls, host);
    const client = new Client({
      ...clientConfig(urls[host] ?? '', role),
      ...BOUNDS,
      application_name: 'rollcall-activity',
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async function insert(client: Client, columns: readonly Value[][]): Promise<void> {
    await client.query(BEGIN);
    await client.query({ ...INSERT, values: [...columns] });
    await client.query('commit');
  }

  return {
    async write(fields) {
      const columns: Value[][] = COLUMNS.map(() => []);
      for (let at = 0; at < fields.length; at += FIELDS) {
        const values = redactRow(fields, at);
        for (const [index, column] of columns.entries()) {
          column.push(clean(values[index]) ?? DEFAULTS[index] ?? null);
        }
      }
      if (performance.now() < awayUntil) throw new Error('The database is away.');
      try {
        connected ??= await connect();
        await insert(connected, columns);
      } catch (error) {
        const broken = connected;
        connected = undefined;
        awayUntil = performance.now() + AWAY_MS;
        await broken?.end().catch(() => {});
        throw error;
      }
      return fields.length / FIELDS;
    },
    // Both are done where the database is at hand, by one node.
    deleteOld: () => false,
    erase: () => undefined,
    async close() {
      await connected?.end().catch(() => {});
    },
  };
}

/** PostgreSQL takes no NUL in text, and no half of a pair, which cutting may leave. */
function clean(value: Value | undefined): Value {
  return typeof value === 'string'
    ? value.toWellFormed().replaceAll('\0', '\ufffd')
    : (value ?? null);
}
