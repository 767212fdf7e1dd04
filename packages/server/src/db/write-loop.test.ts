import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVERYBODY, openDatabase, type SqliteDatabase } from './index.ts';
import {
  add,
  expectFailuresAlone,
  expectOrderlyClose,
  planIds,
  selectPlans,
} from './test-units.ts';

let directory: string;
let database: SqliteDatabase;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-db-'));
  database = openDatabase(join(directory, 'rollcall.db'));
});
afterEach(async () => {
  await database.close().catch(() => {});
  rmSync(directory, { recursive: true, force: true });
});

describe('design.md §4 Writing', () => {
  test('units answer after their commit, in order, each with its own result', async () => {
    const results = await Promise.all(
      ['x1', 'x2', 'x3'].map((id) => database.writer.write(EVERYBODY, add(id))),
    );
    expect(results).toEqual(['x1', 'x2', 'x3']);
    expect(await planIds(database.reader)).toEqual(['x1', 'x2', 'x3']);
  });

  test('a unit that fails leaves nothing and harms no neighbour', async () => {
    await expectFailuresAlone(database.writer, database.reader);
  });

  test('a later unit sees what an earlier one wrote', async () => {
    const seen = await Promise.all([
      database.writer.write(EVERYBODY, add('x1')),
      database.writer.write(EVERYBODY, (session) => session.all(selectPlans, {})),
    ]);
    expect(seen[1]).toEqual([{ id: 'x1' }]);
  });

  test('readers see nothing before the commit', async () => {
    let during: string[] = [];
    await database.writer.write(EVERYBODY, async (session) => {
      await add('x1')(session);
      during = await planIds(database.reader);
    });
    expect(during).toEqual([]);
    expect(await planIds(database.reader)).toEqual(['x1']);
  });

  test('more units than one commit takes', async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `x${String(i).padStart(4, '0')}`);
    await Promise.all(ids.map((id) => database.writer.write(EVERYBODY, add(id))));
    expect(await planIds(database.reader)).toEqual(ids);
    expect(database.writer.waiting).toBe(0);
  });

  test('closing finishes what was accepted and refuses the rest', async () => {
    await expectOrderlyClose(database);
    database = openDatabase(join(directory, 'rollcall.db'));
    expect(await planIds(database.reader)).toEqual(['x1', 'x2']);
  });

  test('what was acknowledged is there when the file is opened again', async () => {
    await database.writer.write(EVERYBODY, add('x1'));
    const again = openDatabase(database.path);
    expect(again.reader.all(selectPlans, {})).toEqual([{ id: 'x1' }]);
    await again.close();
  });
});
