import { groupType, type StoredResource, userType } from '@rollcall/scim';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyChain } from '../audit/index.ts';
import { linking } from './test-fake-members.ts';
import {
  createGroup,
  createUser,
  groupDraft,
  listQuery,
  openTestStore,
  patch,
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
beforeEach(() => vi.clearAllMocks());

interface EventRow {
  seq: number;
  type: string;
  subject_id: string;
  data: string;
  at: string;
}

function events(after = 0): Promise<EventRow[]> {
  return db.rows(`select * from event where seq > ${after} order by seq`);
}

async function lastSeq(): Promise<number> {
  return (await events()).at(-1)?.seq ?? 0;
}

describe('RFC 7644 §3.3 creating', () => {
  test('a user is stored as given, with version 1 and one time', async () => {
    const draft = userDraft('Ada@Example.test', { displayName: 'Ada', active: true });
    const { resource, changed } = await db.store.create(userType, draft, TOLERANT);
    expect(changed).toBe(true);
    expect(await db.store.get(userType, resource.id)).toEqual(resource);
    expect(JSON.parse(resource.json)).toEqual(draft.resource);
    expect(resource).toMatchObject({ version: 1, created: db.time.toISOString(), groups: [] });
    expect(resource.lastModified).toBe(resource.created);
    expect(resource.id[14]).toBe('7');
  });

  test('the user is offered for linking inside the same unit', async () => {
    const emails = [{ value: 'Two@b.test' }, { value: 'One@b.test', primary: true }];
    const { id } = await createUser(db.store, 'Link.Me', { emails, name: { givenName: 'L' } });
    expect(linking.userCreated).toHaveBeenCalledExactlyOnceWith(
      expect.anything(),
      expect.objectContaining({ organizationId: 'acme000001', linkPolicy: 'automatic' }),
      {
        id,
        userNameKey: 'link.me',
        email: 'One@b.test',
        emailKey: 'one@b.test',
        mailAddress: 'One@b.test',
        displayName: 'L',
        active: true,
      },
    );
  });

  test('7644-3.3-04 a userName in use answers 409 in words an administrator understands', async () => {
    const first = await createUser(db.store, 'Grace@Example.test', { active: false });
    const before = await lastSeq();
    const second = db.store.create(userType, userDraft('GRACE@example.TEST'), TOLERANT);
    await expect(second).rejects.toMatchObject({
      error: 'uniqueness',
      detail: expect.stringMatching(
        new RegExp(`already has the userName "Grace@Example.test" \\(id ${first.id}.*deactivated`),
      ),
    });
    expect(await lastSeq()).toBe(before);
    expect(
      (await db.store.list(userType, listQuery(userType, 'userName eq "grace@example.test"')))
        .total,
    ).toBe(1);
  });

  test('two groups of one folded name: 409, unless the connection allows it', async () => {
    await createGroup(db.store, 'Straße');
    const again = db.store.create(groupType, groupDraft('STRAßE'), TOLERANT);
    await expect(again).rejects.toMatchObject({ error: 'uniqueness', status: 409 });
    const open = db.storeFor({ duplicateGroupNames: true });
    expect((await open.create(groupType, groupDraft('straße'), TOLERANT)).changed).toBe(true);
  });

  test('a unit that fails when linking leaves nothing behind', async () => {
    linking.userCreated.mockImplementationOnce(() => {
      throw new Error('no');
    });
    const before = await lastSeq();
    await expect(createUser(db.store, 'half@x.test')).rejects.toThrow('no');
    expect(await lastSeq()).toBe(before);
    expect((await createUser(db.store, 'half@x.test')).version).toBe(1);
  });
});

describe('RFC 7644 §3.5 changing', () => {
  test('a change counts the version up and moves lastModified', async () => {
    const user = await createUser(db.store, 'm1', { title: 'A', emails: [{ value: 'm1@x.test' }] });
    db.time = new Date('2026-03-02T00:00:00.000Z');
    const written = await patch(db.store, userType, user.id, {
      title: 'B',
      emails: [{ value: 'M1b@x.test' }],
    });
    expect(written?.resource).toMatchObject({
      version: 2,
      created: user.created,
      lastModified: '2026-03-02T00:00:00.000Z',
    });
    expect(await db.store.get(userType, user.id)).toEqual(written?.resource);
    expect((await events()).at(-1)).toMatchObject({ type: 'user.updated', subject_id: user.id });
    expect(JSON.parse((await events()).at(-1)?.data ?? '')).toEqual({
      active: true,
      changed: ['title', 'emails'],
    });
    expect(linking.userChanged).toHaveBeenCalledOnce();
    const byMail = (value: string) =>
      db.store.list(userType, listQuery(userType, `emails eq "${value}"`));
    expect((await byMail('m1@x.test')).total).toBe(0);
    expect((await byMail('m1B@x.test')).total).toBe(1);
  });

  test('lastModified never decreases, even if the clock is set back', async () => {
    const user = await createUser(db.store, 'm2');
    const was = db.time;
    db.time = new Date('2020-01-01T00:00:00.000Z');
    const written = await patch(db.store, userType, user.id, { title: 'x' });
    db.time = was;
    expect(written?.resource).toMatchObject({ version: 2, lastModified: user.lastModified });
  });

  test('what changes nothing leaves no trace', async () => {
    const user = await createUser(db.store, 'm3', { title: 'A' });
    const before = await lastSeq();
    db.time = new Date(db.time.getTime() + 1000);
    const written = await patch(db.store, userType, user.id, { title: 'A' });
    expect(written).toEqual({ changed: false, resource: user });
    expect(await lastSeq()).toBe(before);
    expect(linking.userChanged).not.toHaveBeenCalled();
  });

  test('a userName can change its letters and not become that of another', async () => {
    const user = await createUser(db.store, 'm4');
    await createUser(db.store, 'm5');
    expect((await patch(db.store, userType, user.id, { userName: 'M4' }))?.changed).toBe(true);
    const taken = patch(db.store, userType, user.id, { userName: 'M5' });
    await expect(taken).rejects.toMatchObject({ error: 'uniqueness' });
    expect((await db.store.get(userType, user.id))?.version).toBe(2);
  });

  test('an error of `change` changes nothing; an unknown id answers undefined', async () => {
    const user = await createUser(db.store, 'm6');
    const fails = db.store.update(
      userType,
      user.id,
      () => {
        throw new Error('If-Match');
      },
      TOLERANT,
    );
    await expect(fails).rejects.toThrow('If-Match');
    expect(await patch(db.store, userType, 'nobody', {})).toBeUndefined();
    expect(await patch(db.store, groupType, user.id, {})).toBeUndefined();
  });
});

describe('RFC 7644 §3.6 deleting', () => {
  test('the user is gone, its userName free, its groups changed', async () => {
    const user = await createUser(db.store, 'd1', { emails: [{ value: 'd1@x.test' }] });
    const group = await createGroup(db.store, 'Of d1', [user.id]);
    const seen: StoredResource[] = [];
    expect(await db.store.delete(userType, user.id, (current) => void seen.push(current))).toBe(
      true,
    );
    expect(seen[0]?.groups).toEqual([{ value: group.id, display: 'Of d1', type: 'direct' }]);
    expect(await db.store.get(userType, user.id)).toBeUndefined();
    expect(await db.store.delete(userType, user.id, () => {})).toBe(false);
    expect((await db.store.get(groupType, group.id))?.version).toBe(2);
    expect(linking.userDeleted).toHaveBeenCalledExactlyOnceWith(
      expect.anything(),
      expect.anything(),
      user.id,
    );
    expect((await createUser(db.store, 'D1')).id).not.toBe(user.id);
    expect(await db.rows(`select * from lookup where resource_id = '${user.id}'`)).toEqual([]);
  });

  test('a check that throws keeps the user', async () => {
    const user = await createUser(db.store, 'd2');
    const refused = db.store.delete(userType, user.id, () => {
      throw new Error('If-Match');
    });
    await expect(refused).rejects.toThrow('If-Match');
    expect(await db.store.get(userType, user.id)).toEqual(user);
  });
});

describe('design.md §5 promise 3: nobody else sees it', () => {
  test('another connection and another organisation find, change and delete nothing', async () => {
    const user = await createUser(db.store, 'mine', { externalId: 'e-1' });
    for (const scope of [{ connectionId: 'other' }, { organizationId: 'other00001' }]) {
      const other = db.storeFor(scope);
      expect(await other.get(userType, user.id)).toBeUndefined();
      expect(await patch(other, userType, user.id, { title: 'x' })).toBeUndefined();
      expect(await other.delete(userType, user.id, () => {})).toBe(false);
      for (const filter of [
        undefined,
        `id eq "${user.id}"`,
        'userName eq "mine"',
        'externalId eq "e-1"',
        'title pr',
      ]) {
        expect((await other.list(userType, listQuery(userType, filter))).total).toBe(0);
      }
    }
  });

  test('two connections can each have the userName', async () => {
    await createUser(db.store, 'shared');
    await createUser(db.storeFor({ connectionId: 'second' }), 'shared');
    expect((await db.store.list(userType, listQuery(userType, 'userName eq "shared"'))).total).toBe(
      1,
    );
  });
});

describe('design.md §4 events and audit agree with the rows', () => {
  test('numbers have no gaps, the chain verifies, every resource was announced', async () => {
    const all = await events();
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(await verifyChain(db.reader, 'acme000001')).toEqual({
      ok: true,
      rows: all.length,
    });
    const present = new Map<string, number>();
    for (const { type, subject_id } of all) {
      if (type === 'user.deleted' || type === 'group.deleted') present.delete(subject_id);
      else if (type === 'group.members.changed' && !present.has(subject_id)) throw new Error(type);
      else if (type.endsWith('.created')) present.set(subject_id, 1);
      else present.set(subject_id, (present.get(subject_id) ?? 0) + 1);
    }
    const ids = await db.rows<{ id: string }>('select id from resource');
    expect([...present.keys()].sort()).toEqual(ids.map(({ id }) => id).sort());
  });

  test('a change of a row or a detail is found', async () => {
    const { reader } = db;
    const tamper = (sql: string) =>
      db.writer.write('acme000001', (session) =>
        session.dynamic({ sql: `${sql} returning seq`, parameters: [] }),
      );
    await tamper("update audit_detail set detail = '{}' where seq = 2");
    expect(await verifyChain(reader, 'acme000001')).toMatchObject({ ok: false, seq: 2 });
    await tamper('delete from audit_detail where seq = 2');
    expect(await verifyChain(reader, 'acme000001')).toMatchObject({ ok: true });
    await tamper("update audit set actor = 'token:else' where seq = 3");
    expect(await verifyChain(reader, 'acme000001')).toMatchObject({ ok: false, seq: 3 });
  });
});
