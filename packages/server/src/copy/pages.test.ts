import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bySize, type CopiedTable, type Page, pages } from './pages.ts';
import type { Row, Side } from './side.ts';
import { openSqliteSide } from './sqlite-side.ts';

const ORGANIZATION = 'acme000001';
const SMALL_ROWS = 5000;
const LARGE_ROWS = 40;
/** Characters of a large row: some of them make a page. */
const LARGE = 400_000;
const PAGE_MAX = 2 * 1024 * 1024;

const data = mkdtempSync(join(tmpdir(), 'rollcall-pages-'));
let side: Side;
let table: CopiedTable;
beforeAll(async () => {
  side = openSqliteSide({ kind: 'sqlite', path: data, name: data }, 'target');
  const columns = await side.columns('audit_detail');
  table = { name: 'audit_detail', columns, keys: ['seq'] };
  const rows = Array.from({ length: SMALL_ROWS + LARGE_ROWS }, (_, at): Row => {
    const detail = at < SMALL_ROWS ? `detail ${at}` : 'x'.repeat(LARGE);
    return { organization_id: ORGANIZATION, seq: at + 1, salt: Buffer.from([at % 256]), detail };
  });
  side.insert('audit_detail', columns, [...rows, { ...rows[0], organization_id: 'other00001' }]);
});
afterAll(async () => {
  await side.close();
  rmSync(data, { recursive: true, force: true });
});

async function read(after?: number): Promise<Page[]> {
  const found: Page[] = [];
  const position = after === undefined ? undefined : [after];
  for await (const page of pages(side, table, ORGANIZATION, position)) found.push(page);
  return found;
}

describe('pages of a table', () => {
  test('have every row of the organisation once, in the order of the key', async () => {
    const seqs = (await read()).flatMap(({ rows }) => rows.map(({ seq }) => seq));
    expect(seqs).toEqual(Array.from({ length: SMALL_ROWS + LARGE_ROWS }, (_, at) => at + 1));
  });

  test('begin behind a position, and say where they end', async () => {
    const [page] = await read(10);
    expect(page?.rows[0]?.seq).toBe(11);
    expect(page?.end).toEqual([page?.rows.at(-1)?.seq]);
    expect(await read(SMALL_ROWS + LARGE_ROWS)).toEqual([]);
  });

  test('have few rows where rows are large', async () => {
    const large = await read(SMALL_ROWS);
    expect(large.length).toBeGreaterThan(LARGE_ROWS / 16);
    // Nothing is known before the first.
    for (const { size } of large.slice(1)) expect(size).toBeLessThan(PAGE_MAX);
  });
});

test('rows of one statement are no larger than its bound together, unless one is', () => {
  const row = (length: number): Row => ({ a: 'x'.repeat(length) });
  const parts = [...bySize([row(10), row(10), row(100), row(1), row(1)], 40)];
  expect(parts.map((part) => part.map(({ a }) => String(a).length))).toEqual([
    [10, 10],
    [100],
    [1, 1],
  ]);
  expect([...bySize([], 40)]).toEqual([]);
});
