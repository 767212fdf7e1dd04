import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVERYBODY, openDatabase, query, type SqliteDatabase } from './index.ts';

const insert = query<{ id: string }>()((db, p) =>
  db.insertInto('plan').values({ id: p('id'), name: p('id'), features: '[]' }),
);
const select = query<Record<string, never>>()((db) => db.selectFrom('plan').select('id'));

let directory: string;
let db: SqliteDatabase;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-read-'));
  db = openDatabase(join(directory, 'rollcall.db'));
});
afterEach(async () => {
  await db.close();
  rmSync(directory, { recursive: true, force: true });
});

const count = () => db.reader.all(select, {}).length;

test('reads of one turn share a snapshot, those of the next have their own', async () => {
  const before = count();
  db.main.exec("insert into plan (id, name, features) values ('other', 'Other', '[]')");
  expect(count()).toBe(before);
  await nextTurn();
  expect(count()).toBe(before + 1);
});

test('what was acknowledged is seen at once, whoever read in the same turn', async () => {
  const before = count();
  for (let n = 1; n <= 50; n++) {
    const written = db.writer.write(EVERYBODY, (session) => {
      const changed = session.run(insert, { id: `p${n}` });
      expect(count()).toBe(before + n - 1);
      return changed;
    });
    expect(count()).toBe(before + n - 1);
    await written;
    expect(count()).toBe(before + n);
  }
});

test('readers that never rest do not keep the log from being folded into the file', async () => {
  const text = 'x'.repeat(8000);
  const log = join(directory, 'rollcall.db-wal');
  let isDone = false;
  const reading = (async () => {
    while (!isDone) {
      db.reader.first(select, {});
      await nextTurn();
    }
  })();
  for (let n = 0; n < 3000; n++) {
    await db.writer.write(EVERYBODY, (session) => session.run(insert, { id: `${n}${text}` }));
  }
  isDone = true;
  await reading;
  // The log is folded after 2,000 pages of 8 KiB; several times that came by.
  expect(statSync(log).size).toBeLessThan(40 * 1024 * 1024);
}, 60_000);
