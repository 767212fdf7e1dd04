/** Databases for tests on the PostgreSQL of this run. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { askPostgres } from './ask-postgres.ts';
import { TEMPLATE } from './postgres-template.ts';

/** The database that this run of the file is for. */
export const TEST_DATABASE = inject('database');

export interface TestDatabase {
  readonly url: string;
  /** Rows of a statement that runs as the superuser, past row-level security. */
  ask(statement: string): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** A database of one's own, with all migrations. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = `${server}/${name}`;
  const admin = `${server}/postgres`;
  await askPostgres(admin, `create database ${name} template ${TEMPLATE}`);
  return {
    url,
    ask: (statement) => askPostgres(url, statement),
    async drop() {
      await askPostgres(admin, `drop database ${name} with (force)`);
    },
  };
}
