/** authentik, whose client reads the service provider configuration before all else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP, PATCH_OP, USER } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  type Body,
  expectCreated,
  expectError,
  expectOk,
  expectPage,
  memberIds,
} from './support/expect.ts';
import { changeMembers, openAuthentik } from './support/others.ts';
import { percent, type Wire } from './support/wire.ts';

let server: TestServer;
let app: Wire;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'authentik' }, nodes: 2 });
  app = openAuthentik(server);
});
afterAll(() => server.close());

const newUser = (name: string) => ({
  schemas: [USER],
  userName: name,
  externalId: `uid-${name}`,
  name: { formatted: `${name} Test`, familyName: 'Test', givenName: name },
  displayName: `${name} Test`,
  emails: [{ value: `${name}@authentik.test`, type: 'other', primary: true }],
  active: true,
});

describe('users', () => {
  it('walkthrough 3.2 reads the service provider configuration first', async () => {
    const config = expectOk(await app.get('/ServiceProviderConfig'), 200);
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: expect.any(Boolean), maxOperations: expect.any(Number) },
      filter: { supported: true, maxResults: expect.any(Number) },
    });
    expect(config.authenticationSchemes[0].type).toBe('oauthbearertoken');
  });
  it('walkthrough 3.4 a conflict on create is resolved by a lookup and a PUT', async () => {
    const user = expectCreated(await app.post('/Users', newUser('akadmin')));
    expectError(await app.post('/Users', newUser('akadmin')), 409, 'uniqueness');
    const [found] = expectPage(await app.get(`/Users?filter=${percent('userName eq "akadmin"')}`), {
      totalResults: 1,
    });
    expect(found?.id).toBe(user.id);
    const body = { ...newUser('akadmin'), id: user.id, displayName: 'Adopted' };
    expectOk(await app.put(`/Users/${user.id}`, body), 200);
    expect(expectOk(await app.get(`/Users/${user.id}`), 200).displayName).toBe('Adopted');
    expectOk(await app.delete(`/Users/${user.id}`), 204);
    expectError(await app.get(`/Users/${user.id}`), 404);
  });
  it('rule 5 lists from an index without a count', async () => {
    const tenant = await server.addTenant({ name: 'Discovery' });
    const wire = openAuthentik({ ...server, token: tenant.token });
    for (const name of ['a', 'b', 'c']) expectCreated(await wire.post('/Users', newUser(name)));
    const page = { totalResults: 3, startIndex: 2, itemsPerPage: 2 };
    const rest = expectPage(await wire.get('/Users?startIndex=2'), page);
    expect(rest.map(({ userName }) => userName)).toEqual(['b', 'c']);
    const end = { totalResults: 3, startIndex: 4, itemsPerPage: 0 };
    expectPage(await wire.get('/Users?startIndex=4'), end);
  });
});

describe('groups', () => {
  let group: Body;
  let users: Body[];
  const read = async () => expectOk(await app.get(`/Groups/${group.id}`), 200);

  beforeAll(async () => {
    users = [];
    for (const name of ['ann', 'bob', 'cat']) {
      users.push(expectCreated(await app.post('/Users', newUser(name))));
    }
  });

  it('walkthrough 4.4 creates without members; the answer has an empty array', async () => {
    const body = { schemas: [GROUP], externalId: 'pk-1', displayName: 'authentik Admins' };
    group = expectCreated(await app.post('/Groups', body));
    expect(group.members).toEqual([]);
    expect((await read()).members).toEqual([]);
  });
  it('rule 10 adds and removes members, an operation for each', async () => {
    const operations = users.flatMap((user) => changeMembers('add', user).Operations);
    const body = { schemas: [PATCH_OP], Operations: operations };
    expectOk(await app.patch(`/Groups/${group.id}`, body), 204);
    expect(memberIds(await read())).toEqual(users.map(({ id }) => id).sort());
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('remove', users[0])), 204);
    expect(memberIds(await read())).toEqual(
      users
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
  });
  it('rule 8 replaces the whole group without a path, and keeps the members', async () => {
    const value = {
      schemas: [GROUP],
      id: group.id,
      externalId: 'pk-1',
      displayName: 'authentik Owners',
    };
    const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] };
    expectOk(await app.patch(`/Groups/${group.id}`, body), 204);
    const after = await read();
    expect(after).toMatchObject({ id: group.id, displayName: 'authentik Owners' });
    expect(memberIds(after)).toEqual(
      users
        .slice(1)
        .map(({ id }) => id)
        .sort(),
    );
  });
  it('walkthrough 4.6 deletes the group', async () => {
    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectError(await app.get(`/Groups/${group.id}`), 404);
  });
});
