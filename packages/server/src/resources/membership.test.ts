import { groupType, type Note, parseFilter, resolveElementFilter, userType } from '@rollcall/scim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adding,
  addingAll,
  change,
  createGroup,
  createUser,
  eachOf,
  groupDraft,
  listQuery,
  memberIds,
  openTestStore,
  removing,
  replacing,
  STRICT,
  type TestStore,
  TOLERANT,
} from './test-store.ts';

let db: TestStore;
let names = 0;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

const newName = () => {
  names += 1;
  return `name ${names}`;
};
const newUser = async () => (await createUser(db.store, newName())).id;
const newGroup = async (...members: string[]) =>
  (await createGroup(db.store, newName(), members)).id;
const versionOf = async (group: string) => (await db.store.get(groupType, group))?.version;
const sorted = (...ids: string[]) => [...ids].sort();

function matching(filter: string) {
  const attribute = groupType.memberAttribute;
  if (attribute === undefined) throw new Error('Groups have members.');
  return {
    kind: 'removeMatching',
    filter: resolveElementFilter(parseFilter(filter, []), attribute),
  } as const;
}

async function memberEvents(group: string): Promise<{ added: string[]; removed: string[] }[]> {
  const rows = await db.rows<{ data: string }>(
    `select data from event where type = 'group.members.changed' and subject_id = '${group}' order by seq`,
  );
  return rows.map(({ data }) => JSON.parse(data));
}

describe('RFC 7644 §3.5.2 members of a group', () => {
  test('add, remove and replace are changes of rows, and each says who', async () => {
    const [a, b, c] = [await newUser(), await newUser(), await newUser()];
    const group = await newGroup(a);
    expect((await change(db.store, group, [adding(a, b)]))?.resource.version).toBe(2);
    expect((await change(db.store, group, [removing(a, 'nobody')]))?.resource.version).toBe(3);
    expect((await change(db.store, group, [replacing(c, b)]))?.resource.version).toBe(4);
    expect(await memberIds(db.store, group)).toEqual(sorted(b, c));
    expect(await memberEvents(group)).toEqual([
      { added: [a], removed: [] },
      { added: [b], removed: [] },
      { added: [], removed: [a] },
      { added: [c], removed: [] },
    ]);
  });

  test('what changes no row changes no version and leaves no event', async () => {
    const [a, b] = [await newUser(), await newUser()];
    const group = await newGroup(a);
    for (const members of [
      [adding(a)],
      [removing(b)],
      [replacing(a)],
      [adding(b), removing(b)],
      [removing(a), adding(a)],
      [adding()],
    ]) {
      expect((await change(db.store, group, members))?.changed).toBe(false);
    }
    expect(await versionOf(group)).toBe(1);
    expect(await memberEvents(group)).toHaveLength(1);
  });

  test('several changes of one request apply in order and count once', async () => {
    const [a, b, c] = [await newUser(), await newUser(), await newUser()];
    const group = await newGroup(a);
    const written = await change(db.store, group, [
      { kind: 'removeAll' },
      adding(b, c),
      removing(c),
      adding(a),
    ]);
    expect(written?.resource.version).toBe(2);
    expect(await memberIds(db.store, group)).toEqual(sorted(a, b));
    expect((await memberEvents(group)).at(-1)).toEqual({ added: [b], removed: [] });
  });

  test('remove by filter sees value, type, display and $ref', async () => {
    const [a, b, c] = [await newUser(), await newUser(), await newUser()];
    const inner = await newGroup();
    const group = await newGroup(a, b, c, inner);
    await change(db.store, group, [matching(`value eq "${a}"`)]);
    expect(await memberIds(db.store, group)).toEqual(sorted(b, c, inner));
    await change(db.store, group, [matching('type eq "group"')]);
    expect(await memberIds(db.store, group)).toEqual(sorted(b, c));
    await change(db.store, group, [matching(`$ref ew "Users/${b}" and display sw "NAME"`)]);
    expect(await memberIds(db.store, group)).toEqual([c]);
    await change(db.store, group, [matching('not (value pr)')]);
    expect(await memberIds(db.store, group)).toEqual([c]);
  });

  test('a new group with members starts at version 1', async () => {
    const a = await newUser();
    expect((await createGroup(db.store, newName(), [a])).version).toBe(1);
  });

  test('members show display names; a user without one its userName', async () => {
    const a = await createUser(db.store, 'Only.UserName');
    const b = await createUser(db.store, newName(), { displayName: 'Bea' });
    const inner = await createGroup(db.store, 'Inner circle');
    const group = await newGroup(a.id, b.id, inner.id);
    const batches = [];
    for await (const batch of db.store.members(groupType, group)) batches.push(...batch);
    const byId = new Map(batches.map((member) => [member.value, member]));
    expect(byId.get(a.id)).toEqual({ value: a.id, type: 'User', display: 'Only.UserName' });
    expect(byId.get(b.id)).toEqual({ value: b.id, type: 'User', display: 'Bea' });
    expect(byId.get(inner.id)).toEqual({ value: inner.id, type: 'Group', display: 'Inner circle' });
  });
});

describe('design.md §4 "Unknown member ids"', () => {
  test('tolerant: the known ones are added, the rest noted; none known is refused', async () => {
    const a = await newUser();
    const group = await newGroup();
    const notes: Note[] = [];
    const note = (entry: Note['entry'], subject: string) => void notes.push({ entry, subject });
    await change(db.store, group, [adding(a, 'ghost')], { mode: 'tolerant', note });
    expect(await memberIds(db.store, group)).toEqual([a]);
    expect(notes).toEqual([{ entry: 'unknown-member', subject: expect.stringContaining('ghost') }]);
    const refused = change(db.store, group, [adding('ghost', 'wraith')]);
    await expect(refused).rejects.toMatchObject({ error: 'invalidValue', detail: /ghost/ });
  });

  test('strict: refused, and nothing of the request happens', async () => {
    const a = await newUser();
    const group = await newGroup();
    const refused = change(db.store, group, [adding(a), adding(a, 'ghost')], STRICT);
    await expect(refused).rejects.toMatchObject({ error: 'invalidValue', detail: /ghost/ });
    expect(await memberIds(db.store, group)).toEqual([]);
    const created = db.store.create(groupType, groupDraft('Not made', ['ghost']), STRICT);
    await expect(created).rejects.toMatchObject({ error: 'invalidValue' });
    expect(
      (await db.store.list(groupType, listQuery(groupType, 'displayName eq "not made"'))).total,
    ).toBe(0);
  });

  test('a user of another connection is unknown', async () => {
    const other = await createUser(db.storeFor({ connectionId: 'other' }), newName());
    const refused = change(db.store, await newGroup(), [adding(other.id)]);
    await expect(refused).rejects.toMatchObject({ error: 'invalidValue' });
  });
});

describe('design.md §4 nested groups', () => {
  test('groups are direct and indirect, each once', async () => {
    const user = await newUser();
    const inner = await createGroup(db.store, 'I', [user]);
    const middle = await createGroup(db.store, 'M', [inner.id, user]);
    const outer = await createGroup(db.store, 'O', [middle.id, inner.id]);
    const groups = (await db.store.get(userType, user))?.groups ?? [];
    expect(
      groups
        .filter(({ type }) => type === 'direct')
        .map(({ display }) => display)
        .sort(),
    ).toEqual(['I', 'M']);
    expect(groups.filter(({ type }) => type === 'indirect')).toEqual([
      { value: outer.id, display: 'O', type: 'indirect' },
    ]);
    const { resources } = await db.store.list(
      userType,
      listQuery(userType, `groups.value eq "${outer.id}"`),
    );
    expect(resources.map(({ id }) => id)).toEqual([user]);
    expect(resources[0]?.groups).toEqual(groups);
  });

  test('circles of every length are refused and nothing changes', async () => {
    const c = await newGroup();
    const b = await newGroup(c);
    const a = await newGroup(b);
    for (const [group, member] of [
      [c, a],
      [c, b],
      [b, a],
      [a, a],
    ] as const) {
      const refused = change(db.store, group, [adding(member)]);
      await expect(refused).rejects.toMatchObject({
        error: 'invalidValue',
        detail: /contain itself/,
      });
    }
    expect(await memberIds(db.store, c)).toEqual([]);
    expect((await change(db.store, a, [adding(c)]))?.changed).toBe(true);
  });

  test('deleting a group takes it out of the groups around it', async () => {
    const user = await newUser();
    const inner = await newGroup(user);
    const outer = await newGroup(inner);
    expect(await db.store.delete(groupType, inner, () => {})).toBe(true);
    expect(await memberIds(db.store, outer)).toEqual([]);
    expect(await versionOf(outer)).toBe(2);
    expect((await memberEvents(outer)).at(-1)).toEqual({ added: [], removed: [inner] });
    expect((await db.store.get(userType, user))?.groups).toEqual([]);
    expect(await memberIds(db.store, inner)).toEqual([]);
  });
});

describe('design.md §7 members in one operation', () => {
  test('thousands at once work, come in batches, and make events of 1,000', async () => {
    const users = await eachOf(Array.from({ length: 2500 }), () => newUser());
    const group = await newGroup();
    await change(db.store, group, [adding(...users)]);
    expect((await memberEvents(group)).map(({ added }) => added.length)).toEqual([1000, 1000, 500]);
    const sizes = [];
    for await (const batch of db.store.members(groupType, group)) sizes.push(batch.length);
    expect(sizes).toEqual([1000, 1000, 500]);
    const half = users.slice(0, 1250);
    await change(db.store, group, [replacing(...half)]);
    expect(await memberIds(db.store, group)).toEqual(sorted(...half));
    await change(db.store, group, [{ kind: 'removeAll' }]);
    expect(await memberIds(db.store, group)).toEqual([]);
  });

  test('200,000 ids in one operation, most of them unknown', async () => {
    const user = await newUser();
    const group = await newGroup();
    const ids = Array.from({ length: 199_999 }, (_, i) => `ghost-${i}`);
    expect((await change(db.store, group, [addingAll([user, ...ids])], TOLERANT))?.changed).toBe(
      true,
    );
    expect(await memberIds(db.store, group)).toEqual([user]);
    expect(
      (await change(db.store, group, [{ kind: 'remove', values: [...ids, user] }]))?.changed,
    ).toBe(true);
  });
});
