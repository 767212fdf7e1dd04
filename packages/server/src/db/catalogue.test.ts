import { beforeAll, describe, expect, test } from 'vitest';
import {
  GLOBAL_KEYS,
  GLOBAL_OWNED_TABLES,
  NOT_COPIED,
  ORGANIZATION_KEYS,
  SHARED_TABLES,
} from './catalogue.ts';
import { type Schema, testedSchema } from './test-schema.ts';

let schema: Schema;
beforeAll(async () => {
  schema = await testedSchema();
});

describe('the catalogue of tables', () => {
  test('every table is copied, or says why it is not', () => {
    const listed = [ORGANIZATION_KEYS, GLOBAL_KEYS, NOT_COPIED].flatMap(Object.keys);
    expect(new Set(listed).size).toBe(listed.length);
    expect(schema.tables.filter((table) => !listed.includes(table))).toEqual([]);
  });

  test('tables that are copied are there, with these primary keys', () => {
    const keys = new Map(
      schema.indexes
        .filter(({ table, name }) => name === 'primary key' || name === `${table}_pkey`)
        .map(({ table, columns }) => [table, columns]),
    );
    for (const [table, columns] of Object.entries(ORGANIZATION_KEYS)) {
      expect(keys.get(table), table).toEqual([...new Set(['organization_id', ...columns])]);
    }
    for (const [table, columns] of Object.entries(GLOBAL_KEYS)) {
      expect(keys.get(table), table).toEqual(columns);
    }
  });

  test('what has rows of organisations is copied with them, or goes with them', () => {
    const listed: string[] = [
      ...Object.keys(ORGANIZATION_KEYS),
      ...SHARED_TABLES,
      ...GLOBAL_OWNED_TABLES,
    ];
    // Triggers say there that an organisation has gone, too.
    const others = schema.owned.filter((table) => table !== 'registry_change');
    expect(others.filter((table) => !listed.includes(table))).toEqual([]);
  });
});
