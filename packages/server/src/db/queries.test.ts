/** Every query of the service that is declared once, collected while its modules are loaded. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { GLOBAL_TABLES } from './global-tables.ts';
import type { Query } from './query.ts';

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
/** Names of tables wherever they are named. */
const TABLE = /\b(?:from|join|into|update)\s+"?([a-z_]+)"?/g;
/** What queries name themselves. */
const OWN_NAMES = new Set(['up', 'down', 'below']);

test('design.md §4 Organisation first: no query of an organisation’s table can do without it', async () => {
  const modules = globSync(`${SOURCE}/**/*.ts`).filter((path) => !ENTRIES.test(path));
  for (const path of modules) if (!path.endsWith(WHOLE_DATABASE)) await import(path);
  expect(declared.length).toBeGreaterThan(50);
  const without = (declared as AnyQuery[])
    .filter(({ sqlite: { sql } }) =>
      tablesOf(sql).some((table) => !Object.hasOwn(GLOBAL_TABLES, table)),
    )
    .filter((query) => !namesOf(query).has('organization'))
    .map(({ sqlite }) => sqlite.sql);
  expect(without).toEqual([]);
});

function tablesOf(sql: string): string[] {
  return [...sql.matchAll(TABLE)].flatMap(([, name = '']) => (OWN_NAMES.has(name) ? [] : name));
}

/** The parameters that a query has. */
function namesOf({ sqlite }: AnyQuery): Set<string> {
  const names = new Set<string>();
  const parameters = new Proxy({}, { get: (_, name) => names.add(String(name)) });
  sqlite.bind(parameters);
  return names;
}
