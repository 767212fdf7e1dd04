import { beforeAll, describe, expect, test } from 'vitest';
import { TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { GLOBAL_TABLES, OPEN_TABLES } from './catalogue.ts';
import { type Schema, testedSchema } from './test-schema.ts';

/** What is for several nodes alone is in no embedded database. */
const ONLY_POSTGRES = ['migration', 'registry_change', 'rate_bucket'];
const isGlobal = (table: string) => Object.hasOwn(GLOBAL_TABLES, table);

let schema: Schema;
beforeAll(async () => {
  schema = await testedSchema();
});

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
    const open = schema.tables.filter((table) => !schema.walled.includes(table));
    const unexpected = open.filter(
      (table) => !isGlobal(table) && !Object.hasOwn(OPEN_TABLES, table),
    );
    expect(unexpected).toEqual([]);
  });

  test('no reference crosses organisations', () => {
    const crossing = schema.references.filter(
      ({ table, target, columns }) =>
        !isGlobal(target) &&
        (isGlobal(table) || !columns.some((pair) => pair.every((c) => c === 'organization_id'))),
    );
    expect(crossing).toEqual([]);
  });

  test('the lists of tables have none that is gone', () => {
    const listed = Object.keys({ ...GLOBAL_TABLES, ...OPEN_TABLES });
    const gone = listed.filter((name) => !schema.tables.includes(name));
    expect(gone).toEqual(TEST_DATABASE === 'postgres' ? [] : ONLY_POSTGRES);
  });
});
