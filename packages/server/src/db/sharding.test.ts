import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { GLOBAL_TABLES } from './global-tables.ts';
import { openDatabase } from './index.ts';
import { postgresSchema, type Schema, sqliteSchema } from './test-schema.ts';

/** What is for several nodes alone is in no embedded database. */
const ONLY_POSTGRES = ['migration', 'registry_change'];
const isGlobal = (table: string) => Object.hasOwn(GLOBAL_TABLES, table);

let schema: Schema;
beforeAll(async () => {
  schema = await (TEST_DATABASE === 'postgres' ? readPostgres() : readSqlite());
});

async function readPostgres(): Promise<Schema> {
  const database = await createTestDatabase();
  try {
    return await postgresSchema(database.url);
  } finally {
    await database.drop();
  }
}

async function readSqlite(): Promise<Schema> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-sharding-'));
  try {
    const path = join(directory, 'rollcall.db');
    await openDatabase(path).close();
    return sqliteSchema(path);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('design.md §4 Organisation first', () => {
  test('every key and every index begins with the organisation', () => {
    const others = schema.indexes.filter(
      ({ table, columns }) => !isGlobal(table) && columns[0] !== 'organization_id',
    );
    expect(others).toEqual([]);
    const keyed = new Set(schema.indexes.map(({ table }) => table));
    expect(schema.tables.filter((table) => !keyed.has(table))).toEqual([]);
  });

  test('every row says whose it is', () => {
    const others = schema.tables.filter((table) => !schema.owned.includes(table));
    expect(others.filter((table) => !isGlobal(table))).toEqual([]);
  });

  test.runIf(TEST_DATABASE === 'postgres')('row-level security guards every table', () => {
    const others = schema.tables.filter((table) => !schema.walled.includes(table));
    expect(others.filter((table) => !isGlobal(table))).toEqual([]);
  });

  test('no reference crosses organisations', () => {
    const crossing = schema.references.filter(
      ({ table, target, columns }) =>
        !isGlobal(target) &&
        (isGlobal(table) || !columns.some((pair) => pair.every((c) => c === 'organization_id'))),
    );
    expect(crossing).toEqual([]);
  });

  test('the list of global tables has none that is gone', () => {
    const gone = Object.keys(GLOBAL_TABLES).filter((name) => !schema.tables.includes(name));
    expect(gone).toEqual(TEST_DATABASE === 'postgres' ? [] : ONLY_POSTGRES);
  });
});
