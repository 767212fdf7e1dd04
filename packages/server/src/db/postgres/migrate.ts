/**
 * Migrations of PostgreSQL: the same lists as for the embedded database, each in one transaction with
 * its number. One node migrates, under a lock of the database; others wait for it. A migration only
 * adds, so that nodes of the version before go on working meanwhile.
 */
import type { PoolClient } from 'pg';
import { MIGRATIONS, type Migration, newerSchema } from '../migrations/index.ts';

/** Key of the advisory lock. */
const MIGRATION_LOCK = 7_643_000;

/** Brings the database up to date. Throws if a later version of Rollcall wrote it. */
export async function migratePostgres(client: PoolClient): Promise<void> {
  // However long another node takes, and however long a step does.
  await client.query('set statement_timeout = 0; set lock_timeout = 0');
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(
      'create table if not exists migration (version bigint primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query(
      'select coalesce(max(version), 0) as version from migration',
    );
    const present = Number(rows[0]?.version);
    if (present > MIGRATIONS.length) throw newerSchema(present);
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index >= present) await apply(client, index + 1, migration);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await client.query('reset statement_timeout; reset lock_timeout');
  }
}

async function apply(client: PoolClient, version: number, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of migration.statements) await client.query(toPostgres(statement));
    for (const statement of migration.postgres) await client.query(statement);
    await client.query('insert into migration (version) values ($1)', [version]);
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
