import { describe, expect, it } from 'vitest';
import { type Client, ENTERPRISE, expectError, GROUP, USER } from './client.ts';

export function replaceSection(scim: Client): void {
  const put = (path: string, body: object) => scim.send('PUT', path, body);

  describe('RFC 7644 §3.5.1 replacing with PUT', () => {
    it('7644-3.5.1-02 7644-3.5.1-08 answers 200 with what a GET then shows', async () => {
      const { id, userName } = await scim.newUser({ title: 'Old' });
      const answer = await put(`/Users/${id}`, { schemas: [USER], userName, title: 'New' });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ id, title: 'New' });
      expect((await scim.get(`/Users/${id}`)).body).toEqual(answer.body);
      expect(answer.headers.get('etag')).toBe(answer.body.meta.version);
      expect(answer.headers.get('content-location')).toBe(answer.body.meta.location);
    });
    it('7644-3.5.1-03 AMB-16 clears what is left out, but not active', async () => {
      const { id, userName } = await scim.newUser({
        title: 'T',
        active: false,
        externalId: 'e',
        emails: [{ value: 'a@example.com' }],
        [ENTERPRISE]: { department: 'D' },
      });
      const { body } = await put(`/Users/${id}`, { schemas: [USER], userName });
      expect(body.active).toBe(false);
      for (const name of ['title', 'externalId', 'emails', ENTERPRISE]) {
        expect(Object.keys(body)).not.toContain(name);
      }
      expect(body.schemas).toEqual([USER]);
    });
    it('7644-3.5.1-07 7643-2.5-02 null and [] clear', async () => {
      const user = await scim.newUser({ title: 'T', emails: [{ value: 'a@example.com' }] });
      const { body } = await put(`/Users/${user.id}`, { ...user, title: null, emails: [] });
      expect(body).not.toHaveProperty('title');
      expect(body).not.toHaveProperty('emails');
    });
    it('7644-3.1-04 7644-3.5.1-05 7644-3.14-05 what a GET showed changes nothing', async () => {
      const { id } = await scim.newUser({
        name: { givenName: 'A' },
        [ENTERPRISE]: { division: 'x' },
      });
      await scim.newGroup({ members: [{ value: id }] });
      const user = (await scim.get(`/Users/${id}`)).body;
      const { status, body } = await put(`/Users/${id}`, user);
      expect(status).toBe(200);
      expect(body).toEqual(user);
    });
    it('7644-3.5.1-05 C6 the id of the URL counts, not that of the body', async () => {
      const [user, other] = [await scim.newUser(), await scim.newUser()];
      const { body } = await put(`/Users/${user.id}`, { ...user, id: other.id, title: 'mine' });
      expect(body).toMatchObject({ id: user.id, title: 'mine' });
      expect((await scim.get(`/Users/${other.id}`)).body).toEqual(other);
    });
    it('7644-3.5.1-01 7644-3.2-02 never creates', async () => {
      const id = crypto.randomUUID();
      const body = { schemas: [USER], userName: scim.unique() };
      expectError(await put(`/Users/${id}`, body), 404);
      const { userName } = body;
      const found = await scim.list('/Users', { filter: `userName eq "${userName}"` });
      expect(found.body.totalResults).toBe(0);
    });
    it('7644-3.5.1-06 needs what is required, and leaves all as it was otherwise', async () => {
      const user = await scim.newUser({ title: 'T' });
      const { userName: _, ...rest } = user;
      expectError(await put(`/Users/${user.id}`, { ...rest, title: 'X' }), 400, 'invalidValue');
      expect((await scim.get(`/Users/${user.id}`)).body).toEqual(user);
    });
    it('7644-3.5.1-10 a name of another user is 409', async () => {
      const [user, other] = [await scim.newUser(), await scim.newUser()];
      const body = { ...user, userName: other.userName.toUpperCase() };
      expectError(await put(`/Users/${user.id}`, body), 409, 'uniqueness');
      expect((await scim.get(`/Users/${user.id}`)).body).toEqual(user);
    });
    it('a user may change the case of its own name', async () => {
      const user = await scim.newUser();
      const userName = user.userName.toUpperCase();
      expect((await put(`/Users/${user.id}`, { ...user, userName })).body.userName).toBe(userName);
    });
    it('7644-3.5.1-02 a group keeps its members unless they are named', async () => {
      const [a, b] = [await scim.newUser(), await scim.newUser()];
      const group = await scim.newGroup({ members: [{ value: a.id }] });
      const displayName = scim.unique('renamed');
      const renamed = await put(`/Groups/${group.id}`, { schemas: [GROUP], displayName });
      expect(renamed.body).toMatchObject({ displayName, members: [{ value: a.id }] });
      const replaced = await put(`/Groups/${group.id}`, {
        schemas: [GROUP],
        displayName,
        members: [{ value: b.id }],
      });
      expect(replaced.body.members).toMatchObject([{ value: b.id }]);
      const emptied = await put(`/Groups/${group.id}`, { ...replaced.body, members: [] });
      expect(emptied.body.members).toEqual([]);
    });
  });
}
