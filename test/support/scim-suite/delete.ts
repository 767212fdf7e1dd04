import { describe, expect, it } from 'vitest';
import { type Client, expectError, USER } from './client.ts';

export function deleteSection(scim: Client): void {
  const remove = (path: string, headers?: Record<string, string>) =>
    scim.send('DELETE', path, undefined, headers);

  describe('RFC 7644 §3.6 deleting', () => {
    it.each(['User', 'Group'])('7644-3.6-01 7644-3.6-02 a %s is 204, then 404', async (type) => {
      const resource = type === 'User' ? await scim.newUser() : await scim.newGroup();
      const path = `/${type}s/${resource.id}`;
      const answer = await remove(path);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expectError(await scim.get(path), 404);
      expectError(await remove(path), 404);
      expectError(await scim.send('PUT', path, resource), 404);
      expectError(await scim.patch(path, { op: 'remove', path: 'externalId' }), 404);
    });
    it('7644-3.6-03 is not found any more', async () => {
      const user = await scim.newUser();
      await remove(`/Users/${user.id}`);
      for (const filter of [`id eq "${user.id}"`, `userName eq "${user.userName}"`]) {
        expect((await scim.list('/Users', { filter })).body.totalResults).toBe(0);
      }
    });
    it('7644-3.6-04 7643-3.1-06 the name is free, with a new id', async () => {
      const { id, userName } = await scim.newUser();
      await remove(`/Users/${id}`);
      const again = await scim.send('POST', '/Users', { schemas: [USER], userName });
      expect(again.status).toBe(201);
      expect(again.body.id).not.toBe(id);
      expect(again.body).not.toHaveProperty('groups');
    });
    it('AMB-53 deleted, unknown and of another type look the same', async () => {
      const user = await scim.newUser();
      const group = await scim.newGroup();
      await remove(`/Users/${user.id}`);
      const texts = [];
      for (const id of [user.id, crypto.randomUUID(), group.id]) {
        const answer = await scim.get(`/Users/${id}`);
        expectError(answer, 404);
        texts.push(answer.text);
      }
      expect(new Set(texts).size).toBe(1);
      expect((await scim.get(`/Groups/${group.id}`)).status).toBe(200);
    });
    it('7644-3.6-06 heeds If-Match', async () => {
      const { id, meta } = await scim.newUser();
      expectError(await remove(`/Users/${id}`, { 'if-match': 'W/"999"' }), 412);
      expect((await scim.get(`/Users/${id}`)).status).toBe(200);
      expect((await remove(`/Users/${id}`, { 'if-match': meta.version })).status).toBe(204);
    });
  });
}
