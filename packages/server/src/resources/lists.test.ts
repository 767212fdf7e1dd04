import { type ScimStore, userType } from '@rollcall/scim';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { BLOCK_POSITIONS, SqliteSession } from '../db/index.ts';
import { createScanPool } from './index.ts';
import {
  createUser,
  eachOf,
  listQuery,
  openTestStore,
  type TestStore,
  TOLERANT,
  userDraft,
} from './test-store.ts';

let db: TestStore;
const USERS = 2 * BLOCK_POSITIONS + 300;
/** In list order; tests that delete take out of it. */
let ids: string[] = [];

beforeAll(async () => {
  db = await openTestStore();
  const drafts = Array.from({ length: USERS }, (_, i) =>
    userDraft(`user${i}`, { title: `t${i % 7}` }),
  );
  const written = await eachOf(drafts, async (d) => db.store.create(userType, d, TOLERANT));
  ids = written.map(({ resource }) => resource.id);
});
afterAll(() => db.close());

async function page(offset: number, limit: number, store: ScimStore = db.store) {
  const { total, resources } = await store.list(
    userType,
    listQuery(userType, undefined, { offset, limit }),
  );
  return { total, ids: resources.map(({ id }) => id) };
}

async function remove(from: number, to: number): Promise<void> {
  const gone = ids.splice(from, to - from);
  await eachOf(gone, async (id) => db.store.delete(userType, id, () => {}));
}

describe('RFC 7644 §3.4.2.4 pages', () => {
  test('7644-3.4.2.4-06 lists are in the order of creation; pages do not overlap', async () => {
    expect(await page(0, 1000)).toEqual({ total: USERS, ids: ids.slice(0, 1000) });
    expect(await page(1000, 1000)).toEqual({ total: USERS, ids: ids.slice(1000, 2000) });
  });

  test('7644-3.4.2.4-02 a count of 0 asks for the total alone', async () => {
    expect(await page(0, 0)).toEqual({ total: USERS, ids: [] });
  });

  test('7644-3.4.2.4-04 beyond the end there is an empty page with the total', async () => {
    expect(await page(USERS, 10)).toEqual({ total: USERS, ids: [] });
    expect(await page(Number.MAX_SAFE_INTEGER, 10)).toEqual({ total: USERS, ids: [] });
    expect(await page(0, 10, db.storeFor({ connectionId: 'empty' }))).toEqual({
      total: 0,
      ids: [],
    });
  });

  test('after deletes at blocks, over their borders and of a whole block, every page is right', async () => {
    await remove(BLOCK_POSITIONS - 20, BLOCK_POSITIONS + 15);
    await remove(0, 3);
    await remove(300, 300 + BLOCK_POSITIONS);
    const later = await createUser(db.store, 'later');
    ids.push(later.id);
    for (let offset = 0; offset <= ids.length; offset += 97) {
      expect(await page(offset, 97)).toEqual({
        total: ids.length,
        ids: ids.slice(offset, offset + 97),
      });
    }
    expect((await page(ids.length - 1, 5)).ids).toEqual([later.id]);
  });
});

describe('design.md §4 a long scan does not hold up others', () => {
  test('a filter that nothing indexes is answered exactly, in pages', async () => {
    const query = (offset: number) => listQuery(userType, 'title eq "T3"', { offset, limit: 100 });
    const { total } = await db.store.list(userType, query(0));
    const seen: string[] = [];
    for (let offset = 0; offset < total; offset += 100) {
      const { resources } = await db.store.list(userType, query(offset));
      seen.push(...resources.map(({ id }) => id));
    }
    expect(seen.length).toBe(total);
    const order = new Map(ids.map((id, index) => [id, index]));
    expect(seen).toEqual([...seen].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
    const titles = await Promise.all(seen.map((id) => db.store.get(userType, id)));
    expect(titles.every((stored) => stored?.json.includes('"title":"t3"'))).toBe(true);
  });

  test('RFC 7644 §3.12 tooMany: a scan ends at its deadline and says what to do', async () => {
    const late = await openTestStore(TEST_DATABASE === 'sqlite' ? -1 : 1);
    const names = ['a', ...Array.from({ length: 300 }, (_, i) => `other ${i}`)];
    await Promise.all(names.map((name) => createUser(late.store, name)));
    const terms = Array.from({ length: 80 }, (_, i) => `title co "${i}"`).join(' or ');
    const list = late.store.list(userType, listQuery(userType, terms));
    await expect(list).rejects.toMatchObject({ error: 'tooMany', detail: /userName/ });
    const direct = await late.store.list(
      userType,
      listQuery(userType, 'userName eq "a" and title pr'),
    );
    expect(direct.total).toBe(0);
    await late.close();
  });

  test('many scans at once, more than there are workers', async () => {
    const lists = Array.from({ length: 20 }, (_, i) =>
      db.store.list(userType, listQuery(userType, `title eq "t${i % 7}"`)),
    );
    const totals = (await Promise.all(lists)).map(({ total }) => total);
    expect(totals.slice(0, 7).reduce((sum, total) => sum + total, 0)).toBe(ids.length - 1);
  });

  // The pool of worker threads is for the embedded database alone.
  test.runIf(TEST_DATABASE === 'sqlite')('a search that fails fails alone', async () => {
    if (!(db.reader instanceof SqliteSession)) throw new Error('This is another database.');
    const scans = createScanPool({ path: db.reader.database.name, workers: 1 });
    const collection = { organization: 'acme000001', connection: 'connection-1', type: 'User' };
    const all = { collection, sort: undefined, offset: 0, limit: 1 };
    const broken = scans.run({ ...all, filter: sql`no such thing` });
    await expect(broken).rejects.toThrow('A search failed');
    // What cannot be sent to a worker does not keep its seat taken.
    const unsendable = scans.run({ ...all, filter: undefined, limit: Symbol.iterator as never });
    await expect(unsendable).rejects.toThrow();
    expect((await scans.run({ ...all, filter: undefined })).total).toBe(ids.length);
    await scans.close();
    await expect(scans.run({ ...all, filter: undefined })).rejects.toMatchObject({
      error: 'unavailable',
    });
  });
});
