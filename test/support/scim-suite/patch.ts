import { describe, expect, it } from 'vitest';
import { type Client, ENTERPRISE, expectError, PATCH_OP, USER } from './client.ts';

export function patchSection(scim: Client): void {
  const emails = [
    { type: 'work', value: 'w@example.com' },
    { type: 'home', value: 'h@example.com' },
  ];
  const patched = async (attributes: object, ...operations: object[]) => {
    const { id } = await scim.newUser(attributes);
    const answer = await scim.patch(`/Users/${id}`, ...operations);
    expect(answer.status, answer.text).toBe(200);
    expect((await scim.get(`/Users/${id}`)).body).toEqual(answer.body);
    return answer.body;
  };

  describe('RFC 7644 §3.5.2 PATCH', () => {
    it('7644-3.5.2-17 AMB-17 answers users with 200 and the user', async () => {
      const user = await scim.newUser();
      const answer = await scim.patch(`/Users/${user.id}`, {
        op: 'add',
        path: 'title',
        value: 'T',
      });
      expect(answer.status).toBe(200);
      expect(answer.body.title).toBe('T');
      expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
      expect(answer.headers.get('content-location')).toBe(user.meta.location);
    });
    it('7644-3.5.2-17 7644-3.5.2-18 AMB-17 answers groups with 204 unless asked', async () => {
      const group = await scim.newGroup();
      const rename = () => ({ op: 'replace', path: 'displayName', value: scim.unique('g') });
      const answer = await scim.patch(`/Groups/${group.id}`, rename());
      expect([answer.status, answer.text]).toEqual([204, '']);
      const { meta } = (await scim.get(`/Groups/${group.id}`)).body;
      expect(answer.headers.get('etag')).toBe(meta.version);
      const asked = await scim.patch(`/Groups/${group.id}?attributes=displayName`, rename());
      expect(asked.status).toBe(200);
      expect(Object.keys(asked.body).sort()).toEqual(['displayName', 'id', 'schemas']);
      const excluded = await scim.patch(`/Groups/${group.id}?excludedAttributes=meta`, rename());
      expect(excluded.body.members).toEqual([]);
    });
    it.each([
      ['7644-3.5.2.1-03', {}, { op: 'add', path: 'title', value: 'T' }, { title: 'T' }],
      [
        '7644-3.5.2.1-02',
        {},
        { op: 'add', value: { title: 'T', nickName: 'N' } },
        { nickName: 'N' },
      ],
      [
        '7644-3.5.2.1-04',
        { name: { familyName: 'F' } },
        { op: 'add', path: 'name', value: { givenName: 'G' } },
        { name: { familyName: 'F', givenName: 'G' } },
      ],
      [
        '7644-3.5.2.1-05',
        { emails: emails.slice(0, 1) },
        { op: 'add', path: 'emails', value: emails.slice(1) },
        { emails },
      ],
      ['7644-3.5.2.1-06', { title: 'A' }, { op: 'add', path: 'title', value: 'B' }, { title: 'B' }],
      [
        '7644-3.5.2.1-08',
        {},
        { op: 'add', value: { [ENTERPRISE]: { department: 'D' } } },
        { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { department: 'D' } },
      ],
      [
        '7644-3.5.2.3-03',
        { emails },
        { op: 'replace', path: 'emails', value: emails.slice(1) },
        { emails: emails.slice(1) },
      ],
      ['7644-3.5.2.3-04', {}, { op: 'replace', path: 'title', value: 'T' }, { title: 'T' }],
      [
        '7644-3.5.2.3-05 AMB-33',
        { name: { familyName: 'F', givenName: 'G' } },
        { op: 'replace', path: 'name', value: { givenName: 'H' } },
        { name: { familyName: 'F', givenName: 'H' } },
      ],
      [
        '7644-3.5.2.3-07',
        { emails },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'n@example.com' },
        { emails: [{ type: 'work', value: 'n@example.com' }, emails[1]] },
      ],
      [
        'AMB-43',
        {},
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'w@example.com' },
        { emails: emails.slice(0, 1) },
      ],
      ['AMB-14', {}, { op: 'Replace', path: 'active', value: 'False' }, { active: false }],
      ['AMB-18', {}, { op: 'add', value: { 'name.givenName': 'G' } }, { name: { givenName: 'G' } }],
      [
        'AMB-10',
        {},
        { op: 'add', path: `${ENTERPRISE}:manager`, value: 'boss' },
        { [ENTERPRISE]: { manager: { value: 'boss', $ref: 'Users/boss' } } },
      ],
    ])('%s %j then %j', async (_id, before, operation, after) => {
      expect(await patched(before, operation)).toMatchObject(after);
    });
    it.each([
      ['7644-3.5.2.2-02', { title: 'T' }, { op: 'remove', path: 'title' }, 'title'],
      ['7644-3.5.2.2-03', { emails }, { op: 'remove', path: 'emails' }, 'emails'],
      [
        '7644-3.5.2.2-04',
        { emails: emails.slice(0, 1) },
        { op: 'remove', path: 'emails[type eq "work"]' },
        'emails',
      ],
      [
        '7643-2.5-02',
        { nickName: 'N' },
        { op: 'replace', path: 'nickName', value: null },
        'nickName',
      ],
    ])('%s %j then %j', async (_id, before, operation, name) => {
      expect(await patched(before, operation)).not.toHaveProperty(name);
    });
    it('AMB-04 7643-3.3-02 an extension that is empty leaves schemas', async () => {
      const path = `${ENTERPRISE}:department`;
      const user = await patched({ [ENTERPRISE]: { department: 'D' } }, { op: 'remove', path });
      expect(user.schemas).toEqual([USER]);
      expect(Object.keys(user)).not.toContain(ENTERPRISE);
    });
    it('7644-3.5.2-13 operations see each other', async () => {
      const user = await patched(
        {},
        { op: 'add', path: 'emails', value: emails.slice(0, 1) },
        { op: 'replace', path: 'emails[value eq "w@example.com"].type', value: 'home' },
      );
      expect(user.emails).toEqual([{ type: 'home', value: 'w@example.com' }]);
    });
    it('7644-3.5.2-14 a new primary value takes the place of the old one', async () => {
      const user = await patched(
        { emails: [{ ...emails[0], primary: true }, emails[1]] },
        { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
      );
      const primaries = user.emails.filter(
        ({ primary }: { primary?: boolean }) => primary === true,
      );
      expect(primaries).toMatchObject([{ type: 'home' }]);
    });
    it('7644-3.5.2.1-07 7644-3.14-05 no change leaves version and instant as they were', async () => {
      const user = await scim.newUser({ title: 'T' });
      for (const op of ['add', 'replace']) {
        const answer = await scim.patch(`/Users/${user.id}`, { op, path: 'title', value: 'T' });
        expect(answer.body).toEqual(user);
      }
      const nothing = { op: 'remove', path: 'emails[type eq "none"]' };
      expect((await scim.patch(`/Users/${user.id}`, nothing)).body).toEqual(user);
    });
    it('7644-3.5.2-15 is whole or not at all', async () => {
      const user = await scim.newUser({ title: 'T' });
      const answer = await scim.patch(
        `/Users/${user.id}`,
        { op: 'replace', path: 'title', value: 'X' },
        { op: 'replace', path: 'foo', value: 1 },
      );
      expectError(answer, 400, 'invalidPath');
      expect((await scim.get(`/Users/${user.id}`)).body).toEqual(user);
    });
    it('7644-3.5.2-19 keeps names unique', async () => {
      const [user, other] = [await scim.newUser(), await scim.newUser()];
      const value = other.userName.toUpperCase();
      const operation = { op: 'replace', path: 'userName', value };
      expectError(await scim.patch(`/Users/${user.id}`, operation), 409, 'uniqueness');
      expect((await scim.get(`/Users/${user.id}`)).body).toEqual(user);
    });
    it.each([
      ['7644-3.5.2.2-01', { op: 'remove' }, 'noTarget'],
      ['7644-3.5.2-04', { op: 'move', path: 'title' }, 'invalidSyntax'],
      ['7644-3.5.2-05', { op: 'add', path: '/emails/0', value: 'x' }, 'invalidPath'],
      ['7644-3.5.2-08', { op: 'add', path: 'emails[', value: 'x' }, 'invalidPath'],
      ['7644-3.5.2-08', { op: 'remove', path: 'emails[type xx "a"]' }, 'invalidFilter'],
      ['7644-3.5.2-10', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
      ['7644-3.5.2-10', { op: 'replace', path: 'meta.created', value: 'x' }, 'mutability'],
      ['7644-3.5.2.2-06', { op: 'remove', path: 'userName' }, 'mutability'],
      ['7644-3.5.2.1-01', { op: 'add', path: 'title' }, 'invalidValue'],
      ['7644-3.5.2.1-02', { op: 'add', value: 'x' }, 'invalidValue'],
      ['AMB-01', { op: 'add', path: 'shoeSize', value: 1 }, 'invalidPath'],
      ['E3', { op: 'add', path: '__proto__.x', value: 1 }, 'invalidPath'],
      ['E3', { op: 'add', path: 'constructor', value: 1 }, 'invalidPath'],
    ])('%s refuses %j', async (_id, operation, scimType) => {
      const user = await scim.newUser();
      expectError(await scim.patch(`/Users/${user.id}`, operation), 400, scimType);
    });
    it.each([
      {},
      { schemas: [PATCH_OP] },
      { schemas: [PATCH_OP], Operations: [] },
      { schemas: [PATCH_OP], Operations: {} },
      { schemas: [PATCH_OP], Operations: ['x'] },
      { schemas: [PATCH_OP], Operations: [{ path: 'title', value: 'x' }] },
      [],
      'text',
    ])('7644-3.5.2-02 7644-3.5.2-03 refuses the body %j', async (body) => {
      const user = await scim.newUser();
      const answer = await scim.send('PATCH', `/Users/${user.id}`, body);
      expectError(answer, 400, 'invalidSyntax');
    });
    it('7644-3.5.2-01 an unknown id is 404, whatever else is wrong', async () => {
      const path = `/Users/${crypto.randomUUID()}`;
      expectError(await scim.patch(path, { op: 'add', path: 'title', value: 'T' }), 404);
      expectError(await scim.patch(path, { op: 'move' }), 404);
    });
  });

  describe('RFC 7644 §3.5.2 members of groups', () => {
    const setUp = async () => {
      const users = [await scim.newUser(), await scim.newUser(), await scim.newUser()];
      const [a, b, c] = users.map(({ id }) => id) as [string, string, string];
      const group = await scim.newGroup({ members: [{ value: a }, { value: b }] });
      const path = `/Groups/${group.id}`;
      const members = async () =>
        (await scim.get(path)).body.members.map(({ value }: { value: string }) => value).sort();
      const change = async (...operations: object[]) => {
        const answer = await scim.patch(path, ...operations);
        expect(answer.status, answer.text).toBe(204);
        return members();
      };
      return { a, b, c, path, group, change, members };
    };
    const refs = (...list: string[]) => list.map((value) => ({ value }));

    it('7644-3.5.2.1-05 adds, and adding again changes nothing', async () => {
      const { a, b, c, change, path } = await setUp();
      const operation = { op: 'add', path: 'members', value: refs(c) };
      expect(await change(operation)).toEqual([a, b, c].sort());
      const { meta } = (await scim.get(path)).body;
      expect(await change(operation)).toEqual([a, b, c].sort());
      expect((await scim.get(path)).body.meta).toEqual(meta);
    });
    it('7644-3.5.2.2-04 removes one by filter', async () => {
      const { a, b, change } = await setUp();
      expect(await change({ op: 'remove', path: `members[value eq "${a}"]` })).toEqual([b]);
    });
    it('7644-3.5.2.2-08 AMB-22 removes only those listed', async () => {
      const { a, b, c, change } = await setUp();
      const value = refs(a, c);
      expect(await change({ op: 'Remove', path: 'members', value })).toEqual([b]);
    });
    it('7644-3.5.2.2-03 removes all', async () => {
      const { change } = await setUp();
      expect(await change({ op: 'remove', path: 'members' })).toEqual([]);
    });
    it('7644-3.5.2.3-03 replaces all', async () => {
      const { a, c, change } = await setUp();
      const value = refs(a, c);
      expect(await change({ op: 'replace', path: 'members', value })).toEqual([a, c].sort());
      expect(await change({ op: 'replace', path: 'members', value: [] })).toEqual([]);
    });
    it('7644-3.5.2.2-07 AMB-21 removing who is no member changes nothing', async () => {
      const { a, b, change, group, path } = await setUp();
      const operation = { op: 'remove', path: 'members[value eq "none"]' };
      expect(await change(operation)).toEqual([a, b].sort());
      expect((await scim.get(path)).body.meta).toEqual(group.meta);
    });
    it('7643-4.2-03 refuses to edit a member', async () => {
      const { a, c, path } = await setUp();
      const operation = { op: 'replace', path: `members[value eq "${a}"].value`, value: c };
      expectError(await scim.patch(path, operation), 400, 'mutability');
    });
    it('AMB-47 takes a rename that repeats the id', async () => {
      const { group, change, path } = await setUp();
      const displayName = scim.unique('new');
      await change({ op: 'replace', value: { id: group.id, displayName } });
      expect((await scim.get(path)).body.displayName).toBe(displayName);
    });
    it('7644-3.5.2.2-06 refuses to remove the name', async () => {
      const { path } = await setUp();
      expectError(await scim.patch(path, { op: 'remove', path: 'displayName' }), 400, 'mutability');
    });
    it('7644-3.5.2-15 is whole or not at all, members too', async () => {
      const { a, b, c, path, members } = await setUp();
      const answer = await scim.patch(
        path,
        { op: 'add', path: 'members', value: refs(c) },
        { op: 'replace', path: 'displayName', value: '' },
      );
      expect(answer.status).toBe(400);
      expect(await members()).toEqual([a, b].sort());
    });
    it('IPSIE-09 takes many operations in one request', async () => {
      const { change } = await setUp();
      const users = await Promise.all(Array.from({ length: 60 }, () => scim.newUser()));
      const result = await change(
        { op: 'remove', path: 'members' },
        ...users.map(({ id }) => ({ op: 'add', path: 'members', value: refs(id) })),
      );
      expect(result).toEqual(users.map(({ id }) => id).sort());
    });
    it('concurrent changes of one group are never lost', async () => {
      const { path, members, a, b } = await setUp();
      const users = await Promise.all(Array.from({ length: 40 }, () => scim.newUser()));
      const answers = await Promise.all(
        users.map(({ id }) => scim.patch(path, { op: 'add', path: 'members', value: refs(id) })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(204));
      expect(await members()).toEqual([a, b, ...users.map(({ id }) => id)].sort());
    });
  });
}
