/** JumpCloud: activation with a test user and a test group, then PATCH attribute by attribute. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP, USER } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  type Body,
  expectCreated,
  expectError,
  expectOk,
  expectPage,
  memberIds,
} from './support/expect.ts';
import { changeMembers, openJumpCloud, replaceEach } from './support/others.ts';
import { percent, type Wire } from './support/wire.ts';

let server: TestServer;
let app: Wire;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'jumpcloud' }, nodes: 2 });
  app = openJumpCloud(server);
});
afterAll(() => server.close());

const newUser = (name: string) => ({
  schemas: [USER],
  userName: `${name}@jumpcloud.test`,
  externalId: `jc-${name}`,
  name: { givenName: name, familyName: 'Test' },
  emails: [{ value: `${name}@jumpcloud.test`, type: 'work', primary: true }],
  active: true,
});

describe('JumpCloud', () => {
  it('walkthrough 3.2 activation makes, reads, changes and deletes a test user', async () => {
    const filter = percent('userName eq "probe@jumpcloud.test"');
    expectPage(await app.get(`/Users?filter=${filter}`), { totalResults: 0 });
    const user = expectCreated(await app.post('/Users', newUser('probe')));
    expect(expectOk(await app.get(`/Users/${user.id}`), 200)).toEqual(user);
    const changes = replaceEach({ 'name.familyName': 'Changed', displayName: 'P', active: false });
    expectOk(await app.patch(`/Users/${user.id}`, changes), 200);
    expect(expectOk(await app.get(`/Users/${user.id}`), 200)).toMatchObject({
      name: { givenName: 'probe', familyName: 'Changed' },
      displayName: 'P',
      active: false,
    });
    expectOk(await app.delete(`/Users/${user.id}`), 204);
    expectError(await app.get(`/Users/${user.id}`), 404);
    expectPage(await app.get('/Users'), { totalResults: 0 });
  });
  it('walkthrough 3.2 activation makes, reads, changes and deletes a test group', async () => {
    const body = { schemas: [GROUP], displayName: 'JumpCloud probe' };
    const group = expectCreated(await app.post('/Groups', body));
    expect(group.members).toEqual([]);
    const renamed = replaceEach({ displayName: 'JumpCloud probe 2' });
    expectOk(await app.patch(`/Groups/${group.id}`, renamed), 204);
    expect(expectOk(await app.get(`/Groups/${group.id}`), 200).displayName).toBe(
      'JumpCloud probe 2',
    );
    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectPage(await app.get('/Groups'), { totalResults: 0 });
  });
  it('rule 10 adds members and removes those listed, no others', async () => {
    const users: Body[] = [];
    for (const name of ['ann', 'bob', 'cat']) {
      users.push(expectCreated(await app.post('/Users', newUser(name))));
    }
    const [ann, bob, cat] = users;
    const group = expectCreated(
      await app.post('/Groups', { schemas: [GROUP], displayName: 'Team', members: [] }),
    );
    const members = async () => memberIds(expectOk(await app.get(`/Groups/${group.id}`), 200));
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('add', ...users)), 204);
    expect(await members()).toEqual(users.map(({ id }) => id).sort());
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('remove', bob)), 204);
    expect(await members()).toEqual([ann?.id, cat?.id].sort());
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('remove', ann, cat)), 204);
    expect(await members()).toEqual([]);
  });
});
