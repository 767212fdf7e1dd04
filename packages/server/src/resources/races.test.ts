import { userType } from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { verifyChain } from '../audit/index.ts';
import {
  adding,
  change,
  createGroup,
  createUser,
  memberIds,
  openTestStore,
  patch,
  removing,
  type TestStore,
  TOLERANT,
  userDraft,
} from './test-store.ts';

vi.mock('../members/index.ts', async () => (await import('./test-fake-members.ts')).linking);

let db: TestStore;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

const RACERS = 16;
const ROUNDS = 200;
const CLIENTS = 64;
const CHANGES = 50;

describe('design.md §5 promise 2: concurrent changes are never lost', () => {
  test(`one userName, ${RACERS} racers, ${ROUNDS} rounds: one succeeds each time`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const names = Array.from({ length: RACERS }, (_, i) =>
        i % 2 ? `Racer${round}` : `rAcer${round}`,
      );
      const racers = names.map((name) => db.store.create(userType, userDraft(name), TOLERANT));
      const results = await Promise.allSettled(racers);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ error: 'uniqueness', status: 409 });
      }
    }
  });

  test(`${CLIENTS} clients × ${CHANGES} adds and removes in one group end in the model's set`, async () => {
    const people = await Promise.all(
      Array.from({ length: CLIENTS * 4 }, (_, i) => createUser(db.store, `p${i}`)),
    );
    const ids = people.map(({ id }) => id);
    const group = await createGroup(db.store, 'Everybody', ids.slice(0, CLIENTS));
    const model = new Set(ids.slice(0, CLIENTS));
    const seed = 12345;
    /** Each client has members of its own, so that the order between clients does not matter. */
    async function client(number: number): Promise<void> {
      let state = seed + number;
      for (let i = 0; i < CHANGES; i++) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        const id = ids[number + CLIENTS * (state % 4)] ?? '';
        const adds = state % 8 < 4;
        await change(db.store, group.id, [adds ? adding(id) : removing(id)]);
        if (adds) model.add(id);
        else model.delete(id);
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    expect(await memberIds(db.store, group.id)).toEqual([...model].sort());
    expect(await verifyChain(db.reader, 'acme000001')).toMatchObject({ ok: true });
  });

  test('changes of different attributes of one user all arrive', async () => {
    const { id } = await createUser(db.store, 'busy');
    const names = ['title', 'nickName', 'locale', 'timezone', 'userType', 'displayName'];
    await Promise.all(names.map((name) => patch(db.store, userType, id, { [name]: 'x' })));
    const stored = await db.store.get(userType, id);
    expect(stored?.version).toBe(1 + names.length);
    for (const name of names) expect(stored?.json).toContain(`"${name}":"x"`);
  });
});
