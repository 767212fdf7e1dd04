import { Pool, type PoolConfig, types } from 'pg';
import { migratePostgres } from './migrate.ts';
import { PgSession } from './pg-session.ts';
import { PgWriter } from './pg-writer.ts';

/** Connections to the database that reads and writes of this node share. */
const CONNECTIONS = 10;
/** How long to wait for a connection, milliseconds. */
const CONNECT_MS = 5000;
/** How long a statement may run, milliseconds. */
const STATEMENT_MS = 30_000;
/** How long to wait for a row that another transaction holds, milliseconds. */
const LOCK_MS = 10_000;
/** How long a transaction may do nothing before the server ends it, milliseconds. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** Types that the driver gives as text because they can be larger than a number: ours never are. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

export interface PostgresDatabase {
  readonly kind: 'postgres';
  readonly url: string;
  readonly reader: PgSession;
  readonly writer: PgWriter;
  readonly pool: Pool;
  close(): Promise<void>;
}

/**
 * Connects to PostgreSQL 15 or later and migrates it as needed.
 *
 * @param url `postgresql://user:password@host:port/database`.
 */
export async function openPostgres(url: string): Promise<PostgresDatabase> {
  const pool = new Pool(poolConfig(url));
  // Without listeners a connection that breaks would end the process: the pool speaks for those that
  // nobody uses, each connection for itself while it is used. Whoever uses one gets its error anyway.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    const client = await pool.connect();
    try {
      await migratePostgres(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  const writer = new PgWriter(pool);
  return {
    kind: 'postgres',
    url,
    reader: new PgSession(pool),
    writer,
    pool,
    async close() {
      await writer.close();
      await pool.end();
    },
  };
}

function poolConfig(url: string): PoolConfig {
  return {
    connectionString: url,
    application_name: 'rollcall',
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format as 'text'),
    },
  };
}
