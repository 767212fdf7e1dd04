/**
 * Migrations of PostgreSQL: the same lists as for the embedded database, each in one transaction with
 * its number. One node migrates, under a lock of the database; others wait for it. A migration only
 * adds, so that nodes of the version before go on working meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { MIGRATIONS, type Migration, newerSchema } from '../migrations/index.ts';
import { codeOf, isDenied } from './failures.ts';

/** Key of the advisory lock. */
const MIGRATION_LOCK = 7_643_000;
const UNDEFINED_TABLE = '42P01';
const LOCK_NOT_AVAILABLE = '55P03';
/** How long a migration may wait for a table, and with it everybody behind it, milliseconds. */
const LOCK_MS = 2000;
const LOCK_ATTEMPTS = 60;
const LOCK_PAUSE_MS = 1000;

const TABLE = `create table if not exists migration (
  version bigint primary key, applied_at timestamptz not null default now(),
  is_contract boolean not null default true)`;

/**
 * Brings the database up to date.
 *
 * @returns Whether there was something to do.
 * @throws Error if a later version of Rollcall wrote it that this one cannot work beside, or if the
 * role may not change the tables.
 */
export async function migratePostgres(client: ClientBase): Promise<boolean> {
  // Most starts find nothing to do; they need no lock and no right to make tables.
  if ((await presentVersion(client)) >= MIGRATIONS.length) return false;
  try {
    await alone(client, async () => {
      await client.query(TABLE);
      const present = await presentVersion(client);
      for (const [index, migration] of MIGRATIONS.entries()) {
        if (index >= present) await apply(client, index + 1, migration);
      }
    });
    return true;
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new Error(
      'The tables have to be made or brought up to date, and this role may not do that: ' +
        'give the URL of their owner with --migration-url.',
      { cause: error },
    );
  }
}

/** Changes tables or rights while no other node does; others wait. */
export async function alone(client: ClientBase, change: () => Promise<void>): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await change();
  } finally {
    // Whatever went wrong may have left a transaction that takes no statement; the lock ends with the
    // connection at the latest.
    await client.query('rollback').catch(() => {});
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
  }
}

/**
 * The number of the last migration; 0 for an empty database. A number higher than ours is
 * fine while nothing was taken away since: then a newer version runs beside this one.
 */
async function presentVersion(client: ClientBase): Promise<number> {
  try {
    const { rows } = await client.query(
      'select max(version) as version, max(version) filter (where is_contract) as oldest from migration',
    );
    const { version, oldest } = rows[0] ?? {};
    if (Number(oldest ?? 0) > MIGRATIONS.length) throw newerSchema(Number(oldest));
    return Number(version ?? 0);
  } catch (error) {
    if (codeOf(error) === UNDEFINED_TABLE) return 0;
    throw error;
  }
}

/** Again and again where tables are in use: whoever waits for a table holds up all that come after. */
async function apply(client: ClientBase, version: number, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await applyOnce(client, version, migration);
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE || attempt === LOCK_ATTEMPTS) throw error;
    }
    await sleep(LOCK_PAUSE_MS);
  }
}

async function applyOnce(client: ClientBase, version: number, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${LOCK_MS}`);
    for (const statement of migration.statements) await client.query(toPostgres(statement));
    for (const statement of migration.postgres) await client.query(statement);
    await client.query('insert into migration (version, is_contract) values ($1, $2)', [
      version,
      migration.isContract,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/**
 * The types of a statement in the words of PostgreSQL. Text is ordered by its bytes, as SQLite does,
 * and integers are as wide.
 */
function toPostgres(statement: string): string {
  return statement
    .replace(/\) strict(?:, without rowid)?$/, ')')
    .replace(/\bfolded blob\b/g, 'folded jsonb')
    .replace(/\bblob\b/g, 'bytea')
    .replace(/\binteger\b/g, 'bigint')
    .replace(/\btext\b/g, 'text collate "C"');
}
