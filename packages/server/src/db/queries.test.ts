/** Every query of the service that is declared once, collected while its modules are loaded. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { GLOBAL_TABLES, OPEN_TABLES } from './catalogue.ts';
import type { Query } from './query.ts';
import { testedSchema } from './test-schema.ts';

type AnyQuery = Query<Record<string, unknown>, unknown>;

const declared = vi.hoisted(() => [] as unknown[]);

vi.mock('./query.ts', async (original) => {
  const actual = await original<typeof import('./query.ts')>();
  const collected =
    <D extends () => (...words: never[]) => unknown>(declare: D) =>
    () =>
    (...words: never[]) => {
      const made = declare()(...words);
      declared.push(made);
      return made;
    };
  return { ...actual, query: collected(actual.query), rawQuery: collected(actual.rawQuery) };
});

const SOURCE = join(import.meta.dirname, '..');
/** Looks at a whole embedded database at once, which has no wall inside. */
const WHOLE_DATABASE = 'doctor-collections.ts';
/** Those that begin to work when they are loaded; what they work with is loaded with the rest. */
const ENTRIES = /(?:worker|main|\.test|\/test-[^/]*)\.ts$/;
/** Names of tables wherever they are named, and other names. */
const TABLE = /\b(?:from|join|into|update)\s+"?([a-z_]+)"?/g;

test('design.md §4 Organisation first: no query of an organisation’s table can do without it', async () => {
  const modules = globSync(`${SOURCE}/**/*.ts`).filter((path) => !ENTRIES.test(path));
  for (const path of modules) if (!path.endsWith(WHOLE_DATABASE)) await import(path);
  expect(declared.length).toBeGreaterThan(50);
  const { tables } = await testedSchema();
  const owned = new Set(
    tables.filter((table) => !(table in GLOBAL_TABLES) && !(table in OPEN_TABLES)),
  );
  const without = (declared as AnyQuery[])
    .map((query) => query[TEST_DATABASE])
    .filter(({ sql }) => [...sql.matchAll(TABLE)].some(([, name = '']) => owned.has(name)))
    .filter((statement) => !namesOf(statement).has('organization'))
    .map(({ sql }) => sql);
  expect(without).toEqual([]);
});

/** The parameters that a statement has. */
function namesOf(statement: AnyQuery['sqlite']): Set<string> {
  const names = new Set<string>();
  statement.bind(new Proxy({}, { get: (_, name) => names.add(String(name)) }));
  return names;
}
