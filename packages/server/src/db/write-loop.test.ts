import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  EVERYBODY,
  openDatabase,
  query,
  type Session,
  type SqliteDatabase,
  UnavailableError,
} from './index.ts';

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

const insertPlan = query<{ id: string }>()((db, p) =>
  db.insertInto('plan').values({ id: p('id'), name: p('id'), features: '[]', seats: null }),
);
const selectPlans = query<Record<never, never>>()((db) =>
  db.selectFrom('plan').select('id').where('id', 'like', 'x%').orderBy('id'),
);

const add = (id: string) => async (session: Session) => {
  await session.run(insertPlan, { id });
  return id;
};

const planIds = () => database.reader.all(selectPlans, {}).map(({ id }) => id);

describe('design.md §4 Writing', () => {
  test('units answer after their commit, in order, each with its own result', async () => {
    const results = await Promise.all(
      ['x1', 'x2', 'x3'].map((id) => database.writer.write(EVERYBODY, add(id))),
    );
    expect(results).toEqual(['x1', 'x2', 'x3']);
    expect(planIds()).toEqual(['x1', 'x2', 'x3']);
  });

  test('a unit that fails leaves nothing and harms no neighbour', async () => {
    const { writer } = database;
    const fails = async (session: Session) => {
      await session.run(insertPlan, { id: 'x-half' });
      throw new Error('on purpose');
    };
    const breaksRule = async (session: Session) => {
      await session.run(insertPlan, { id: 'x-other' });
      await session.run(insertPlan, { id: 'x1' });
    };
    const results = await Promise.allSettled([
      writer.write(EVERYBODY, add('x1')),
      writer.write(EVERYBODY, fails),
      writer.write(EVERYBODY, breaksRule),
      writer.write(EVERYBODY, add('x2')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(results[1]).toMatchObject({ reason: { message: 'on purpose' } });
    expect(planIds()).toEqual(['x1', 'x2']);
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
      await session.run(insertPlan, { id: 'x1' });
      during = planIds();
    });
    expect(during).toEqual([]);
    expect(planIds()).toEqual(['x1']);
  });

  test('more units than one commit takes', async () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `x${String(i).padStart(4, '0')}`);
    await Promise.all(ids.map((id) => database.writer.write(EVERYBODY, add(id))));
    expect(planIds()).toEqual(ids);
    expect(database.writer.waiting).toBe(0);
  });

  test('closing finishes what was accepted and refuses the rest', async () => {
    const accepted = ['x1', 'x2'].map((id) => database.writer.write(EVERYBODY, add(id)));
    const closed = database.close();
    await expect(database.writer.write(EVERYBODY, add('x3'))).rejects.toBeInstanceOf(
      UnavailableError,
    );
    expect(await Promise.all(accepted)).toEqual(['x1', 'x2']);
    await closed;
    database = openDatabase(join(directory, 'rollcall.db'));
    expect(planIds()).toEqual(['x1', 'x2']);
  });

  test('what was acknowledged is there when the file is opened again', async () => {
    await database.writer.write(EVERYBODY, add('x1'));
    const again = openDatabase(database.path);
    expect(again.reader.all(selectPlans, {})).toEqual([{ id: 'x1' }]);
    await again.close();
  });
});
