import { describe, expect, it } from 'vitest';
import { type Client, ENTERPRISE, expectError, GROUP, USER } from './client.ts';

export function createSection(scim: Client): void {
  const post = (attributes: object, path = '/Users') =>
    scim.send('POST', path, { schemas: [USER], userName: scim.unique('user'), ...attributes });

  describe('RFC 7644 §3.3 creating resources', () => {
    it('7644-3.3-05 7644-3.3-06 7643-3.1-02 answers 201 with what a GET then shows', async () => {
      const { status, body } = await post({ name: { givenName: 'A' }, title: 'T' });
      expect(status).toBe(201);
      expect(body).toMatchObject({ schemas: [USER], name: { givenName: 'A' }, title: 'T' });
      expect((await scim.get(`/Users/${body.id}`)).body).toEqual(body);
    });
    it('7644-3.3-07 7643-3.1-17 7643-3.1-18 Location, Content-Location and ETag agree with meta', async () => {
      const { headers, body } = await post({});
      expect(body.meta.location).toBe(`${await scim.baseUrl()}/Users/${body.id}`);
      expect(headers.get('location')).toBe(body.meta.location);
      expect(headers.get('content-location')).toBe(body.meta.location);
      expect(headers.get('etag')).toBe(body.meta.version);
      expect(body.meta.version).toMatch(/^W\/".+"$/);
    });
    it('7643-3.1-15 7643-3.1-16 meta has type and instants, created = lastModified', async () => {
      const { meta } = await scim.newUser();
      expect(meta.resourceType).toBe('User');
      expect(meta.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(meta.lastModified).toBe(meta.created);
    });
    it('7644-3.3-01 7643-3.1-07 7643-3.1-14 ignores what is read-only', async () => {
      const { status, body } = await post({
        id: 'x',
        meta: { created: '1990-01-01T00:00:00Z', resourceType: 'Group', location: 'http://x' },
        groups: [{ value: 'g' }],
        [ENTERPRISE]: { manager: { value: 'm', displayName: 'Boss' } },
      });
      expect(status).toBe(201);
      expect(body.id).not.toBe('x');
      expect(body.meta).toMatchObject({ resourceType: 'User' });
      expect(body.meta.created).not.toMatch(/^1990/);
      expect(body).not.toHaveProperty('groups');
      expect(body[ENTERPRISE].manager.displayName).not.toBe('Boss');
    });
    it('7644-3.3-02 7644-3.4.2.2-19 a user is active unless told otherwise', async () => {
      const user = await scim.newUser();
      expect(user.active).toBe(true);
      expect((await scim.newUser({ active: false })).active).toBe(false);
      const found = await scim.list('/Users', {
        filter: `userName eq "${user.userName}" and active eq true`,
      });
      expect(found.body.totalResults).toBe(1);
    });
    it.each([{ userName: undefined }, { userName: null }, { userName: '' }, { userName: ' ' }])(
      '7644-3.3-09 7643-4.1.1-01 refuses %j',
      async (attributes) => {
        expectError(await post(attributes), 400, 'invalidValue');
      },
    );
    it('7644-3.3-08 7643-4.1.1-02 7643-4.1.1-03 a second one of the name is 409', async () => {
      const { userName } = await scim.newUser();
      expectError(await post({ userName }), 409, 'uniqueness');
      expectError(await post({ userName: userName.toUpperCase() }), 409, 'uniqueness');
      const { body } = await scim.list('/Users', { filter: `userName eq "${userName}"` });
      expect(body.totalResults).toBe(1);
    });
    it('7644-3.3-08 of 50 at the same time exactly one is made', async () => {
      const userName = scim.unique('race');
      const answers = await Promise.all(Array.from({ length: 50 }, () => post({ userName })));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(49);
    });
    it('7644-3.3-10 7644-3.9-04 projects the answer', async () => {
      const { body } = await post({ title: 'T' }, '/Users?attributes=userName');
      expect(Object.keys(body).sort()).toEqual(['id', 'schemas', 'userName']);
      const both = await post({}, '/Users?attributes=userName&excludedAttributes=title');
      expectError(both, 400, 'invalidValue');
    });
    it('7644-3.3.1-01 the endpoint decides about the type', async () => {
      const group = await scim.newGroup({ meta: { resourceType: 'User' } });
      expect(group).toMatchObject({ schemas: [GROUP], meta: { resourceType: 'Group' } });
    });
    it('7643-3.1-05 7643-3.1-08 ids are unique over types and never say bulkId', async () => {
      const all = [await scim.newUser(), await scim.newUser(), await scim.newGroup()];
      expect(new Set(all.map(({ id }) => id)).size).toBe(3);
      for (const { id } of all) expect(id).not.toMatch(/bulkId/);
    });
    it('7643-3.1-10 7643-3.1-13 keeps externalId as it is, twice if need be', async () => {
      const externalId = scim.unique('ExtId');
      const users = [await scim.newUser({ externalId }), await scim.newUser({ externalId })];
      for (const user of users) expect(user.externalId).toBe(externalId);
      expect(await scim.newUser()).not.toHaveProperty('externalId');
    });
    it('B1 externalId never becomes an id', async () => {
      const other = await scim.newUser();
      for (const externalId of ['1', '0', '-1', other.id, 'admin', '9223372036854775808']) {
        const user = await scim.newUser({ externalId });
        expect(user.id).not.toBe(externalId);
        expect(user.externalId).toBe(externalId);
      }
    });
    it('7644-3.2-01 takes a trailing slash', async () => {
      expect((await post({}, '/Users/')).status).toBe(201);
    });
  });
}
