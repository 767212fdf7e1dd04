import { describe, expect, it } from 'vitest';
import { type Client, expectError } from './client.ts';

export function versionSection(scim: Client): void {
  const title = (value: string) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'title', value }],
  });

  describe('RFC 7644 §3.14 versions', () => {
    it('7644-3.14-02 7644-3.14-05 each change has a new ETag, and lastModified moves', async () => {
      const user = await scim.newUser();
      const path = `/Users/${user.id}`;
      const seen = new Set([user.meta.version]);
      for (const value of ['a', 'b', 'a']) {
        const { body, headers } = await scim.send('PATCH', path, title(value));
        expect(headers.get('etag')).toBe(body.meta.version);
        expect(body.meta.created).toBe(user.meta.created);
        expect(body.meta.lastModified >= user.meta.lastModified).toBe(true);
        seen.add(body.meta.version);
      }
      expect(seen.size).toBe(4);
      expect((await scim.get(path)).headers.get('etag')).toBe([...seen].at(-1));
    });
    it('7644-3.14-03 If-None-Match: 304 without body while unchanged', async () => {
      const user = await scim.newUser();
      const { version } = user.meta;
      const path = `/Users/${user.id}`;
      const strong = version.replace('W/', '');
      for (const tag of [version, '*', `"x", ${version}`, strong]) {
        const answer = await scim.get(path, { 'if-none-match': tag });
        expect([answer.status, answer.text]).toEqual([304, '']);
        expect(answer.headers.get('etag')).toBe(version);
      }
      expect((await scim.get(path, { 'if-none-match': 'W/"999"' })).status).toBe(200);
      await scim.send('PATCH', path, title('new'));
      expect((await scim.get(path, { 'if-none-match': version })).status).toBe(200);
    });
    it('7644-3.14-04 AMB-37 If-Match on PUT and PATCH', async () => {
      const user = await scim.newUser();
      const path = `/Users/${user.id}`;
      const stale = { 'if-match': 'W/"999"' };
      expectError(await scim.send('PATCH', path, title('x'), stale), 412);
      expectError(await scim.send('PUT', path, { ...user, title: 'x' }, stale), 412);
      expect((await scim.get(path)).body).toEqual(user);
      const fresh = await scim.send('PATCH', path, title('x'), { 'if-match': user.meta.version });
      expect(fresh.status).toBe(200);
      expectError(
        await scim.send('PATCH', path, title('y'), { 'if-match': user.meta.version }),
        412,
      );
      const any = await scim.send('PUT', path, { ...user, title: 'z' }, { 'if-match': '*' });
      expect(any.status).toBe(200);
    });
    it('7644-3.14-05 a change of members is a new version of the group', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup();
      const operation = { op: 'add', path: 'members', value: [{ value: user.id }] };
      const answer = await scim.patch(`/Groups/${group.id}`, operation);
      expect(answer.headers.get('etag')).not.toBe(group.meta.version);
    });
    it('AMB-48 being put into a group is no new version of the user', async () => {
      const user = await scim.newUser();
      await scim.newGroup({ members: [{ value: user.id }] });
      const { body } = await scim.get(`/Users/${user.id}`);
      expect(body.groups).toHaveLength(1);
      expect(body.meta).toEqual(user.meta);
    });
    it('7644-3.14-06 of 20 changes of one version exactly one is made', async () => {
      const user = await scim.newUser();
      const headers = { 'if-match': user.meta.version };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          scim.send('PATCH', `/Users/${user.id}`, title(`t${i}`), headers),
        ),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array(19).fill(412)]);
    });
    it('AMB-67 404 before 415 before 400 before 412 before 400 before 409', async () => {
      const [user, other] = [await scim.newUser(), await scim.newUser()];
      const path = `/Users/${user.id}`;
      const stale = { 'if-match': 'W/"999"' };
      const text = { ...stale, 'content-type': 'text/plain' };
      expectError(await scim.send('PUT', '/Users/none', {}, text), 404);
      expectError(await scim.send('PUT', path, {}, text), 415);
      const broken = { body: '{', headers: { ...stale, 'content-type': 'application/json' } };
      expectError(await scim.sendRaw('PUT', path, broken), 400, 'invalidSyntax');
      expectError(await scim.sendRaw('PUT', '/Users/none', broken), 404);
      const taken = { ...user, userName: other.userName };
      expectError(await scim.send('PUT', path, { ...taken, active: 5 }, stale), 412);
      expectError(await scim.send('PUT', path, { ...taken, active: 5 }), 400, 'invalidValue');
      expectError(await scim.send('PUT', path, taken), 409, 'uniqueness');
      const invalid = { ...title('x'), Operations: [{ op: 'add', path: '/x', value: 1 }] };
      expectError(await scim.send('PATCH', path, invalid, stale), 412);
      expectError(await scim.send('PATCH', path, invalid), 400, 'invalidPath');
    });
  });
}
