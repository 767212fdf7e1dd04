import { beforeAll, describe, expect, it } from 'vitest';
import { type Body, type Client, ENTERPRISE, expectError, USER } from './client.ts';

export function projectionSection(scim: Client): void {
  let user: Body;
  const show = async (query: string) => (await scim.get(`/Users/${user.id}?${query}`)).body;

  beforeAll(async () => {
    const { id } = await scim.newUser({
      externalId: 'e',
      title: 'T',
      name: { givenName: 'G', familyName: 'F' },
      emails: [{ type: 'work', value: 'a@example.com' }],
      [ENTERPRISE]: { department: 'D', division: 'V' },
    });
    await scim.newGroup({ members: [{ value: id }] });
    user = (await scim.get(`/Users/${id}`)).body;
  });

  describe('RFC 7644 §3.4.2.5 and §3.9 attributes and excludedAttributes', () => {
    it('7644-3.9-01 7643-7-08 AMB-11 shows what is asked for, id and schemas', async () => {
      const { id, schemas, userName } = user;
      expect(await show('attributes=userName')).toEqual({ id, schemas, userName });
      expect(await show('attributes=')).toEqual({ id, schemas });
      expect(await show('attributes=foo,__proto__')).toEqual({ id, schemas });
    });
    it('7644-3.9-02 7644-3.4.2.5-03 leaves out what is excluded, but never id and schemas', async () => {
      const { title, emails, ...rest } = user;
      expect([title, emails]).not.toContain(undefined);
      expect(await show('excludedAttributes=title,emails,id,schemas,foo')).toEqual(rest);
    });
    it('agrees with the answer without projection', async () => {
      expect(await show('excludedAttributes=none')).toEqual(user);
      const found = await scim.list('/Users', { filter: `id eq "${user.id}"` });
      expect(found.body.Resources).toEqual([user]);
      const projected = await scim.list('/Users', {
        filter: `id eq "${user.id}"`,
        excludedAttributes: 'none',
      });
      expect(projected.body).toEqual(found.body);
    });
    it('7644-3.9-05 knows sub-attributes', async () => {
      const { id, schemas } = user;
      expect(await show('attributes=name.givenName,emails.value')).toEqual({
        id,
        schemas,
        name: { givenName: 'G' },
        emails: [{ value: 'a@example.com' }],
      });
      expect((await show('excludedAttributes=name.familyName')).name).toEqual({ givenName: 'G' });
    });
    it('7644-3.10-01 7644-3.10-03 7644-3.4.2.5-02 knows URNs in any case', async () => {
      const { id, schemas, title } = user;
      expect(await show(`attributes=${ENTERPRISE}:department`)).toEqual({
        id,
        schemas,
        [ENTERPRISE]: { department: 'D' },
      });
      expect(await show(`attributes=${ENTERPRISE}`)).toMatchObject({
        [ENTERPRISE]: { department: 'D', division: 'V' },
      });
      expect(await show(`excludedAttributes=${ENTERPRISE}`)).not.toHaveProperty([ENTERPRISE]);
      expect(await show(`attributes=${USER.toUpperCase()}:TITLE`)).toEqual({ id, schemas, title });
    });
    it('7643-7-10 shows derived attributes when asked', async () => {
      const { id, schemas, groups, meta } = user;
      expect(groups).toHaveLength(1);
      expect(await show('attributes=groups,meta')).toEqual({ id, schemas, groups, meta });
      expect(await show('attributes=groups.value,meta.version')).toEqual({
        id,
        schemas,
        groups: [{ value: groups[0].value }],
        meta: { version: meta.version },
      });
      expect(await show('excludedAttributes=groups,meta')).not.toHaveProperty('groups');
    });
    it('7644-3.9-07 password shows nothing', async () => {
      const { id, schemas } = user;
      expect(await show('attributes=password')).toEqual({ id, schemas });
    });
    it('7644-3.9-03 AMB-36 refuses both', async () => {
      const query = 'attributes=title&excludedAttributes=title';
      expectError(await scim.get(`/Users/${user.id}?${query}`), 400, 'invalidValue');
      expectError(await scim.get(`/Users?${query}`), 400, 'invalidValue');
    });
    it('E4 takes 200 names, not 201', async () => {
      const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`).join();
      expect((await scim.get(`/Users/${user.id}?attributes=${names(200)}`)).status).toBe(200);
      const more = await scim.get(`/Users/${user.id}?attributes=${names(201)}`);
      expectError(more, 400, 'invalidValue');
    });
    it('7644-3.9-04 works for PUT and PATCH', async () => {
      const { id, schemas } = user;
      const operation = { op: 'replace', path: 'title', value: 'T' };
      const patched = await scim.patch(`/Users/${id}?attributes=title`, operation);
      expect(patched.body).toEqual({ id, schemas, title: 'T' });
      const put = await scim.send('PUT', `/Users/${id}?attributes=userName`, user);
      expect(put.body).toEqual({ id, schemas, userName: user.userName });
    });
    it('AMB-31 other parameters on a single resource are ignored', async () => {
      expect(await show('filter=foo%20eq&sortBy=zzz&count=abc')).toEqual(user);
    });
  });
}
