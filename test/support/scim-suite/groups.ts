import { describe, expect, it } from 'vitest';
import { type Client, expectError, GROUP, ids } from './client.ts';

export function groupSection(scim: Client): void {
  const post = (attributes: object) =>
    scim.send('POST', '/Groups', { schemas: [GROUP], ...attributes });
  const membersOf = async (id: string): Promise<string[]> => {
    const { body } = await scim.get(`/Groups/${id}`);
    return body.members.map(({ value }: { value: string }) => value);
  };

  describe('RFC 7643 §4.2 groups', () => {
    it.each([{}, { displayName: null }, { displayName: '' }])(
      '7643-4.2-01 refuses a group with %j',
      async (attributes) => {
        expectError(await post(attributes), 400, 'invalidValue');
      },
    );
    it('7643-4.2-02 7643-2.3.7-06 shows members with $ref and type that resolve', async () => {
      const user = await scim.newUser({ displayName: 'Babs' });
      const group = await scim.newGroup({
        members: [{ value: user.id, display: 'ignored', $ref: null }],
      });
      const member = {
        value: user.id,
        $ref: `${await scim.baseUrl()}/Users/${user.id}`,
        display: 'Babs',
        type: 'User',
      };
      expect(group.members).toEqual([member]);
      expect((await scim.get(`/Groups/${group.id}`)).body).toEqual(group);
    });
    it('always shows members, even if there are none', async () => {
      const group = await scim.newGroup();
      expect(group.members).toEqual([]);
      expect((await scim.get(`/Groups/${group.id}`)).body.members).toEqual([]);
      const found = await scim.list('/Groups', { filter: `id eq "${group.id}"` });
      expect(found.body.Resources[0].members).toEqual([]);
    });
    it('leaves members out when asked to', async () => {
      const group = await scim.newGroup();
      const { body } = await scim.get(`/Groups/${group.id}?excludedAttributes=members`);
      expect(body).not.toHaveProperty('members');
      const found = await scim.list('/Groups', {
        filter: `displayName eq "${group.displayName}"`,
        excludedAttributes: 'members',
      });
      expect(found.body.Resources).toEqual([body]);
    });
    it('shows parts of members', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup({ members: [{ value: user.id }] });
      const only = (await scim.get(`/Groups/${group.id}?attributes=members.value`)).body;
      expect(only).toEqual({ schemas: [GROUP], id: group.id, members: [{ value: user.id }] });
      const without = await scim.get(`/Groups/${group.id}?excludedAttributes=members.display`);
      expect(without.body.members[0]).not.toHaveProperty('display');
      expect(without.body.members[0].type).toBe('User');
    });
    it('two groups of one display name are 409, whatever the case', async () => {
      const { displayName } = await scim.newGroup();
      expectError(await post({ displayName: displayName.toUpperCase() }), 409, 'uniqueness');
    });
    it('7643-2.3.7-02 takes a member by $ref alone', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup({ members: [{ $ref: `Users/${user.id}` }] });
      expect(group.members).toMatchObject([{ value: user.id }]);
    });
    it('unknown members are left out, unless there is nobody else', async () => {
      const user = await scim.newUser();
      const some = await scim.newGroup({ members: [{ value: 'nobody' }, { value: user.id }] });
      expect(await membersOf(some.id)).toEqual([user.id]);
      const none = await post({ displayName: scim.unique(), members: [{ value: 'nobody' }] });
      expectError(none, 400, 'invalidValue');
    });
    it('7643-2.3.7-05 7643-4.1.2-08 a deleted user is in no group', async () => {
      const users = [await scim.newUser(), await scim.newUser()];
      const group = await scim.newGroup({ members: users.map(({ id }) => ({ value: id })) });
      await scim.send('DELETE', `/Users/${users[0].id}`);
      expect(await membersOf(group.id)).toEqual([users[1].id]);
    });
    it('a deleted group is in no user', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup({ members: [{ value: user.id }] });
      expect((await scim.get(`/Users/${user.id}`)).body.groups).toHaveLength(1);
      await scim.send('DELETE', `/Groups/${group.id}`);
      expect((await scim.get(`/Users/${user.id}`)).body).not.toHaveProperty('groups');
    });
  });

  describe('RFC 7643 §4.1.2 groups of a user and nesting', () => {
    it('7643-4.1.2-08 7643-4.1.2-09 7643-4.2-04 shows direct and indirect groups', async () => {
      const user = await scim.newUser();
      const inner = await scim.newGroup({ members: [{ value: user.id }] });
      const outer = await scim.newGroup({ members: [{ value: inner.id, type: 'Group' }] });
      expect(outer.members).toMatchObject([{ value: inner.id, type: 'Group' }]);
      const base = await scim.baseUrl();
      const { groups } = (await scim.get(`/Users/${user.id}`)).body;
      expect(groups).toHaveLength(2);
      expect(groups).toEqual(
        expect.arrayContaining([
          {
            value: inner.id,
            $ref: `${base}/Groups/${inner.id}`,
            display: inner.displayName,
            type: 'direct',
          },
          {
            value: outer.id,
            $ref: `${base}/Groups/${outer.id}`,
            display: outer.displayName,
            type: 'indirect',
          },
        ]),
      );
    });
    it('7643-4.2-04 refuses cycles at any depth', async () => {
      const a = await scim.newGroup();
      const b = await scim.newGroup({ members: [{ value: a.id }] });
      const c = await scim.newGroup({ members: [{ value: b.id }] });
      const add = (to: string, id: string) =>
        scim.patch(`/Groups/${to}`, { op: 'add', path: 'members', value: [{ value: id }] });
      for (const id of [a.id, b.id, c.id]) expectError(await add(a.id, id), 400, 'invalidValue');
      expect(await membersOf(a.id)).toEqual([]);
    });
    it('7643-4.1.2-07 groups of a user cannot be written through the user', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup();
      const groups = [{ value: group.id }];
      const operation = { op: 'add', path: 'groups', value: groups };
      expectError(await scim.patch(`/Users/${user.id}`, operation), 400, 'mutability');
      const put = await scim.send('PUT', `/Users/${user.id}`, { ...user, groups });
      expect(put.status).toBe(200);
      expect(put.body).not.toHaveProperty('groups');
    });
    it('IPSIE-09 finds groups by member and users by group', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup({ members: [{ value: user.id }] });
      for (const filter of [`members[value eq "${user.id}"]`, `members.value eq "${user.id}"`]) {
        expect(ids(await scim.list('/Groups', { filter }))).toEqual([group.id]);
      }
      const filter = `groups.value eq "${group.id}"`;
      expect(ids(await scim.list('/Users', { filter }))).toEqual([user.id]);
    });
    it('7643-4.2-04 shows a group of 2,500 whole, in a list too', async () => {
      const users: string[] = [];
      for (let i = 0; i < 100; i++) {
        const made = await Promise.all(Array.from({ length: 25 }, () => scim.newUser()));
        users.push(...made.map(({ id }) => id));
      }
      const group = await scim.newGroup({ members: users.map((value) => ({ value })) });
      expect(new Set(await membersOf(group.id))).toEqual(new Set(users));
      const found = await scim.list('/Groups', { filter: `id eq "${group.id}"` });
      expect(found.body.Resources[0].members).toHaveLength(2500);
    });
  });
}
