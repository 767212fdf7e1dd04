/** Okta, an app of the App Integration Wizard with SCIM: users and groups by PUT. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUP } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  type Body,
  expectCreated,
  expectError,
  expectOk,
  expectPage,
  memberIds,
} from './support/expect.ts';
import * as okta from './support/okta.ts';

let server: TestServer;
let app: okta.Okta;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'okta' }, nodes: 2 });
  app = okta.openOkta(server, `Bearer ${server.token}`);
});
afterAll(() => server.close());

describe('people', () => {
  let ada: Body;
  const read = async () => expectOk(await app.get(`/Users/${ada.id}`), 200);

  it('walkthrough 3.2 tests the credentials', async () => {
    expectPage(await app.testCredentials(), { totalResults: 0 });
  });
  it('walkthrough 4.1 looks up and creates', async () => {
    expectPage(await app.findUser(okta.ADA.login), { totalResults: 0 });
    ada = expectCreated(await app.createUser(okta.ADA));
  });
  it('walkthrough 3.4 pushes the profile: a GET and a PUT of what it read', async () => {
    const user = expectOk(await app.pushProfile(ada.id, { displayName: 'Countess Ada' }), 200);
    expect(user).toMatchObject({ id: ada.id, displayName: 'Countess Ada', active: true });
    expect((await read()).emails).toEqual(ada.emails);
  });
  it('walkthrough 3.4 renames the person, who is found by the new name alone', async () => {
    const login = 'ada.king@okta.test';
    expectOk(await app.pushProfile(ada.id, { userName: login }), 200);
    expectPage(await app.findUser(okta.ADA.login), { totalResults: 0 });
    const [found] = expectPage(await app.findUser(login), { totalResults: 1 });
    expect(found).toMatchObject({ id: ada.id, userName: login });
  });
  it('rule 13 ignores another id, meta, groups, unknown attributes and extensions', async () => {
    const before = await read();
    const user = expectOk(
      await app.pushProfile(ada.id, {
        id: 'another-id',
        meta: { resourceType: 'Group', created: '1999-01-01T00:00:00Z' },
        groups: [{ value: 'x', display: 'Admins' }],
        oktaCustom: 'x',
        'urn:okta:custom:1.0:user': { badge: '7' },
      }),
      200,
    );
    expect({ ...user, meta: undefined }).toEqual({ ...before, meta: undefined });
    expect(user.meta).toMatchObject({ resourceType: 'User', created: before.meta.created });
  });
  it('walkthrough 3.4 deactivates by PUT', async () => {
    expect(expectOk(await app.pushProfile(ada.id, { active: false }), 200).active).toBe(false);
    const [found] = expectPage(await app.findUser('ada.king@okta.test'), { totalResults: 1 });
    expect(found).toMatchObject({ id: ada.id, active: false });
  });
  it('walkthrough 3.4 reactivates by PUT with the same id', async () => {
    expectOk(await app.pushProfile(ada.id, { active: true }), 200);
    expect(await read()).toMatchObject({ id: ada.id, active: true });
  });
  it('rule 14 drops a password in a PUT', async () => {
    const answer = await app.put(`/Users/${ada.id}`, { ...(await read()), password: 'Put-0815' });
    expectOk(answer, 200);
    expect(answer.text).not.toMatch(/Put-0815|password/i);
  });
  it('rule 3 a PUT of an unknown person is 404', async () => {
    expectError(await app.put('/Users/00919288221112222', okta.newUser(okta.GRACE)), 404);
  });
});

describe('groups', () => {
  let ada: Body;
  let grace: Body;
  let group: Body;
  const put = (displayName: string, ...users: Body[]) =>
    app.put(`/Groups/${group.id}`, {
      schemas: [GROUP],
      displayName,
      members: users.map(okta.member),
    });
  const read = async () => expectOk(await app.get(`/Groups/${group.id}`), 200);

  beforeAll(async () => {
    ada = expectCreated(await app.createUser({ ...okta.ADA, login: 'group.ada@okta.test' }));
    grace = expectCreated(await app.createUser(okta.GRACE));
  });

  it('walkthrough 4.4 looks up and creates the group with its members', async () => {
    expectPage(await app.findGroup('Wizards'), { totalResults: 0 });
    const members = [okta.member(ada)];
    group = expectCreated(
      await app.post('/Groups', { schemas: [GROUP], displayName: 'Wizards', members }),
    );
    expect(memberIds(await read())).toEqual([ada.id]);
  });
  it('walkthrough 4.4 replaces the whole list of members', async () => {
    expectOk(await put('Wizards', ada, grace), 200);
    expect(memberIds(await read())).toEqual([ada.id, grace.id].sort());
    expectOk(await put('Wizards', grace), 200);
    expect(memberIds(await read())).toEqual([grace.id]);
  });
  it('walkthrough 4.6 renames and keeps the members', async () => {
    expectOk(await put('Sorcerers', grace), 200);
    expect(await read()).toMatchObject({ id: group.id, displayName: 'Sorcerers' });
    expect(memberIds(await read())).toEqual([grace.id]);
  });
  it('walkthrough 4.6 empties the group', async () => {
    const answer = await put('Sorcerers');
    expect(expectOk(answer, 200).members).toEqual([]);
    expect((await read()).members).toEqual([]);
    expectPage(await app.findGroup('Sorcerers'), { totalResults: 1 });
  });
  it('rule 10 a member list with an unknown person keeps the known ones', async () => {
    const stranger = { id: '00919288221112222', userName: 'stranger' };
    expectOk(await put('Sorcerers', ada, stranger), 200);
    expect(memberIds(await read())).toEqual([ada.id]);
  });
  it('walkthrough 4.6 deletes', async () => {
    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectError(await put('Sorcerers', ada), 404);
  });
});
