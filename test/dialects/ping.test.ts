/** PingFederate and PingOne: users by PUT, groups by PUT or PATCH. */
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
import { changeMembers, openPing } from './support/others.ts';
import { percent, type Wire } from './support/wire.ts';

let server: TestServer;
let app: Wire;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'ping' }, nodes: 2 });
  app = openPing(server);
});
afterAll(() => server.close());

const newUser = (name: string) => ({
  schemas: [USER],
  userName: `${name}@ping.test`,
  name: { givenName: name, familyName: 'Ping' },
  emails: [{ value: `${name}@ping.test`, type: 'work' }],
  active: true,
});
const find = (name: string) =>
  app.get(`/Users?filter=${percent(`userName Eq "${name}@ping.test"`)}`);

describe('users', () => {
  let ann: Body;

  it('rule 16 looks up with the operator Eq', async () => {
    expectPage(await find('ann'), { totalResults: 0 });
    ann = expectCreated(await app.post('/Users', newUser('ann')));
    expect(expectPage(await find('ann'), { totalResults: 1 })).toEqual([ann]);
  });
  it('walkthrough 3.4 updates by a PUT that does not read before', async () => {
    const body = { ...newUser('ann'), title: 'Lead' };
    const after = expectOk(await app.put(`/Users/${ann.id}`, body), 200);
    expect(after).toMatchObject({ ...body, id: ann.id });
  });
  it('walkthrough 3.4 disables by PUT, and enables with the same id', async () => {
    for (const active of [false, true]) {
      expectOk(await app.put(`/Users/${ann.id}`, { ...newUser('ann'), active }), 200);
      const [found] = expectPage(await find('ann'), { totalResults: 1 });
      expect(found).toMatchObject({ id: ann.id, active });
      expect(found).not.toHaveProperty('title');
    }
  });
  it('rule 21 removes by DELETE where REMOVE_ACTION says so', async () => {
    expectOk(await app.delete(`/Users/${ann.id}`), 204);
    expectPage(await find('ann'), { totalResults: 0 });
    expectError(await app.put(`/Users/${ann.id}`, newUser('ann')), 404);
  });
});

describe('groups', () => {
  let group: Body;
  let users: Body[];
  const read = async () => expectOk(await app.get(`/Groups/${group.id}`), 200);
  const put = (...members: Body[]) =>
    app.put(`/Groups/${group.id}`, {
      schemas: [GROUP],
      id: group.id,
      displayName: 'Pilots',
      members: members.map(({ id }) => ({ value: id })),
    });

  beforeAll(async () => {
    users = [];
    for (const name of ['bob', 'cat']) {
      users.push(expectCreated(await app.post('/Users', newUser(name))));
    }
    group = expectCreated(await app.post('/Groups', { schemas: [GROUP], displayName: 'Pilots' }));
  });

  it('rule 5 finds groups by listing all, a thousand at a time', async () => {
    const [found] = expectPage(await app.get('/Groups?startIndex=1&count=1000'), {
      totalResults: 1,
    });
    expect(found?.id).toBe(group.id);
  });
  it('rule 5 a count of -1 is none, not an error', async () => {
    expectPage(await app.get('/Groups?startIndex=1&count=-1'), {
      totalResults: 1,
      itemsPerPage: 0,
    });
  });
  it('walkthrough 4.4 overwrites the members by PUT', async () => {
    expectOk(await put(...users), 200);
    expect(memberIds(await read())).toEqual(users.map(({ id }) => id).sort());
    expectOk(await put(...users.slice(1)), 200);
    expect(memberIds(await read())).toEqual([users[1]?.id]);
    expectOk(await put(), 200);
    expect((await read()).members).toEqual([]);
  });
  it('walkthrough 4.4 merges by PATCH', async () => {
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('add', users[0])), 204);
    expectOk(await app.patch(`/Groups/${group.id}`, changeMembers('add', users[1])), 204);
    expect(memberIds(await read())).toEqual(users.map(({ id }) => id).sort());
  });
  it('rule 10 a PUT without members keeps them', async () => {
    const body = { schemas: [GROUP], displayName: 'Pilots 2' };
    expectOk(await app.put(`/Groups/${group.id}`, body), 200);
    expect((await read()).displayName).toBe('Pilots 2');
    expect(memberIds(await read())).toEqual(users.map(({ id }) => id).sort());
  });
});
