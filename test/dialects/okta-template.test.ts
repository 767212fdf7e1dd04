/** Okta, template "SCIM 2.0 Test App (Header Auth)". */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placesWith } from '../support/rows.ts';
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

const IMPORTED = 2500;
const PAGE = 100;

let server: TestServer;
let app: okta.Okta;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'okta' }, nodes: 2 });
  app = okta.openOkta(server, `bearer ${server.token}`);
});
afterAll(() => server.close());

describe('connect and provision a person', () => {
  let ada: Body;

  it('walkthrough 3.1 3.2 tests the credentials: an empty list although an Org Admin exists', async () => {
    expectPage(await app.testCredentials(), { totalResults: 0 });
  });
  it('walkthrough 3.2 does not find the Org Admin who made the token', async () => {
    const login = `admin@${server.organization.slug}.test`;
    expectPage(await app.findUser(login), { totalResults: 0 });
  });
  it('walkthrough 3.4 looks the person up: 200 and nobody', async () => {
    expectPage(await app.findUser(okta.ADA.login), { totalResults: 0 });
  });
  it('walkthrough 4.1 creates the person from the captured body', async () => {
    const answer = await app.createUser(okta.ADA);
    ada = expectCreated(answer);
    const { password: _, groups: __, ...sent } = okta.newUser(okta.ADA);
    expect(ada).toMatchObject(sent);
    expect(answer.text).not.toMatch(/password/i);
    expect(expectOk(await app.get(`/Users/${ada.id}`), 200)).toEqual(ada);
  });
  it('rule 14 drops the password: it is in no answer and in no file', async () => {
    const answer = await app.get(`/Users/${ada.id}`);
    expect(answer.text).not.toContain(okta.RANDOM_PASSWORD);
    expect(await placesWith(server, 'ada.lovelace@okta.test')).not.toEqual([]);
    expect(await placesWith(server, okta.RANDOM_PASSWORD)).toEqual([]);
  });
  it('walkthrough 3.4 relinks: the lookup finds the person in any letter case', async () => {
    const [found] = expectPage(await app.findUser(okta.ADA.login.toUpperCase()), {
      totalResults: 1,
    });
    expect(found).toEqual(ada);
    const linked = expectOk(await app.pushProfile(ada.id, { title: 'Countess' }), 200);
    expect(linked).toMatchObject({ id: ada.id, userName: okta.ADA.login, title: 'Countess' });
  });
  it('walkthrough 3.4 pushes the profile as the server gave it', async () => {
    const before = expectOk(await app.get(`/Users/${ada.id}`), 200);
    const after = expectOk(await app.put(`/Users/${ada.id}`, before), 200);
    expect({ ...after, meta: undefined }).toEqual({ ...before, meta: undefined });
  });
  it('rule 13 pushes changed values, and what is null or empty is unassigned', async () => {
    const name = { givenName: 'Augusta', familyName: 'King' };
    const overlay = { name, displayName: 'Augusta King', title: null, nickName: '' };
    expectOk(await app.pushProfile(ada.id, overlay), 200);
    const user = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expect(user).toMatchObject({ name, displayName: 'Augusta King', active: true });
    expect(user).not.toHaveProperty('title');
    expect(user.emails).toEqual(ada.emails);
  });
  it('rule 13 keeps the enterprise extension that it pushed', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const extension = { department: 'Engines', costCenter: '17', manager: { value: 'unknown' } };
    const before = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expectOk(
      await app.put(`/Users/${ada.id}`, {
        ...before,
        schemas: [...before.schemas, urn],
        [urn]: extension,
      }),
      200,
    );
    const after = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expect(after[urn]).toMatchObject({ department: 'Engines', costCenter: '17' });
    expect(after[urn].manager.value).toBe('unknown');
    expect(after.schemas).toContain(urn);
  });
  it('walkthrough 3.4 deactivates by a PATCH without path', async () => {
    const answer = await app.patch(`/Users/${ada.id}`, okta.setActive(false));
    expect(expectOk(answer, 200)).toMatchObject({ id: ada.id, active: false });
  });
  it('walkthrough 3.4 a deactivated person stays visible with active: false', async () => {
    expect(expectOk(await app.get(`/Users/${ada.id}`), 200).active).toBe(false);
    const [found] = expectPage(await app.findUser(okta.ADA.login), { totalResults: 1 });
    expect(found).toMatchObject({ id: ada.id, active: false });
  });
  it('walkthrough 3.4 creating a deactivated person again is a conflict, not a second one', async () => {
    const answer = await app.createUser(okta.ADA);
    expectError(answer, 409, 'uniqueness');
    expect(answer.body.detail).toContain('userName');
  });
  it('walkthrough 3.4 reactivates with the same id', async () => {
    const [found] = expectPage(await app.findUser(okta.ADA.login), { totalResults: 1 });
    expectOk(await app.patch(`/Users/${found?.id}`, okta.setActive(true)), 200);
    const user = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expect(user).toMatchObject({ id: ada.id, active: true, displayName: 'Augusta King' });
  });
  it('rule 14 accepts password synchronisation and keeps nothing of it', async () => {
    const password = 'Sync-4711-secret';
    const answer = await app.patch(`/Users/${ada.id}`, okta.syncPassword(password));
    expect(expectOk(answer, 200).id).toBe(ada.id);
    expect(answer.text).not.toContain(password);
    expect(await placesWith(server, password)).toEqual([]);
  });
});

describe('push a group', () => {
  let ada: Body;
  let grace: Body;
  let group: Body;
  const read = async () => expectOk(await app.get(`/Groups/${group.id}`), 200);

  beforeAll(async () => {
    ada = expectCreated(await app.createUser({ ...okta.ADA, login: 'push.ada@okta.test' }));
    grace = expectCreated(await app.createUser(okta.GRACE));
  });

  it('walkthrough 4.4 looks the group up and creates it without members', async () => {
    expectPage(await app.findGroup('Engineering'), { totalResults: 0 });
    group = expectCreated(await app.post('/Groups', okta.newGroup('Engineering')));
    expect(group).toMatchObject({ displayName: 'Engineering', members: [] });
  });
  it('walkthrough 4.4 sends the name again with the id', async () => {
    expectOk(
      await app.patch(`/Groups/${group.id}`, okta.renameGroup(group.id, 'Engineering')),
      204,
    );
    expect(await read()).toMatchObject({ id: group.id, displayName: 'Engineering', members: [] });
  });
  it('walkthrough 4.4 adds members, also those who are in it', async () => {
    const body = okta.operations(okta.addMembers(ada));
    expectOk(await app.patch(`/Groups/${group.id}`, body), 204);
    expectOk(await app.patch(`/Groups/${group.id}`, body), 204);
    const { members } = await read();
    expect(members).toEqual([
      expect.objectContaining({ value: ada.id, type: 'User', $ref: ada.meta.location }),
    ]);
  });
  it('walkthrough 4.4 shows the group with the user', async () => {
    const user = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expect(user.groups).toEqual([
      expect.objectContaining({ value: group.id, display: 'Engineering' }),
    ]);
  });
  it('walkthrough 4.4 removes and adds members in one PATCH', async () => {
    const body = okta.operations(okta.removeMember(ada), okta.addMembers(grace));
    expectOk(await app.patch(`/Groups/${group.id}`, body), 204);
    expect(memberIds(await read())).toEqual([grace.id]);
  });
  it('rule 10 removing somebody who is no member changes nothing', async () => {
    const answer = await app.patch(`/Groups/${group.id}`, okta.operations(okta.removeMember(ada)));
    expectOk(answer, 204);
    expect(memberIds(await read())).toEqual([grace.id]);
  });
  it('walkthrough 4.6 Push Now replaces all members', async () => {
    expectOk(await app.patch(`/Groups/${group.id}`, okta.replaceMembers(ada, grace)), 204);
    expect(memberIds(await read())).toEqual([ada.id, grace.id].sort());
  });
  it('walkthrough 4.6 Push Now of an empty group', async () => {
    expectOk(await app.patch(`/Groups/${group.id}`, okta.replaceMembers()), 204);
    expect((await read()).members).toEqual([]);
    expectOk(await app.patch(`/Groups/${group.id}`, okta.replaceMembers(ada)), 204);
  });
  it('rule 22 a deactivated person stays a member of the pushed group', async () => {
    expectOk(await app.patch(`/Users/${ada.id}`, okta.setActive(false)), 200);
    expect(memberIds(await read())).toEqual([ada.id]);
  });
  it('walkthrough 4.6 renames and relinks by the new name', async () => {
    expectOk(
      await app.patch(`/Groups/${group.id}`, okta.renameGroup(group.id, 'R & D "Core"')),
      204,
    );
    expectPage(await app.findGroup('Engineering'), { totalResults: 0 });
    const [found] = expectPage(await app.findGroup('R & D \\"Core\\"'), { totalResults: 1 });
    expect(found).toMatchObject({ id: group.id, displayName: 'R & D "Core"' });
  });
  it('walkthrough 4.6 a group with a name that is taken is a conflict', async () => {
    const answer = await app.post('/Groups', okta.newGroup('r & d "CORE"'));
    expectError(answer, 409, 'uniqueness');
    expect(answer.body.detail).toContain('displayName');
  });
  it('walkthrough 3.3 imports groups with their members', async () => {
    const [first] = expectPage(await app.importPage('Groups', 1), { totalResults: 1 });
    expect(memberIds(first)).toEqual([ada.id]);
  });
  it('walkthrough 4.6 unlinks and deletes: the group is gone, the people stay', async () => {
    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectError(await app.get(`/Groups/${group.id}`), 404);
    expectError(await app.patch(`/Groups/${group.id}`, okta.replaceMembers(grace)), 404);
    const user = expectOk(await app.get(`/Users/${ada.id}`), 200);
    expect(user.groups ?? []).toEqual([]);
    expectCreated(await app.post('/Groups', okta.newGroup('Engineering')));
  });
});

describe('import', () => {
  it('walkthrough 3.3 4.2 reads 2,500 users in pages of 100', { timeout: 60_000 }, async () => {
    const other = await server.addTenant({ name: 'Import' });
    const importer = okta.openOkta(server, `bearer ${other.token}`);
    const created: string[] = [];
    for (let at = 0; at < IMPORTED; at += PAGE) {
      const users = Array.from({ length: PAGE }, (_, n) => ({
        ...okta.ADA,
        login: `user${at + n}@okta.test`,
        oktaId: `00u${at + n}`,
        active: (at + n) % 10 !== 0,
      }));
      const answers = await Promise.all(users.map((user) => importer.createUser(user)));
      created.push(...answers.map((answer) => String(expectCreated(answer).id)));
    }
    const read: Body[] = [];
    for (let startIndex = 1; startIndex <= IMPORTED; startIndex += PAGE) {
      const answer = await importer.importPage('Users', startIndex);
      read.push(...expectPage(answer, { totalResults: IMPORTED, startIndex, itemsPerPage: PAGE }));
    }
    expect(read.map(({ id }) => id).sort()).toEqual(created.sort());
    expect(read.filter(({ active }) => active)).toHaveLength(IMPORTED * 0.9);
    // Rule 5: past the end.
    expectPage(await importer.importPage('Users', IMPORTED + 1), {
      totalResults: IMPORTED,
      startIndex: IMPORTED + 1,
      itemsPerPage: 0,
    });
  });
});

describe('errors that an administrator reads in Okta', () => {
  const answerTo = (authorization: string) =>
    okta.openOkta(server, authorization).testCredentials();

  it.each([
    ['nothing', '', /token/i],
    ['a wrong token', 'bearer rcpat_wrong', /token/i],
    ['no token after the scheme', 'bearer ', /token/i],
    ['another scheme', 'Basic b2t0YTpva3Rh', /bearer|token/i],
  ])('walkthrough 2.5 %s is 401', async (_, authorization, detail) => {
    const answer = await answerTo(authorization);
    expectError(answer, 401);
    expect(answer.body.detail).toMatch(detail);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });
  it('walkthrough 2.5 the scheme typed twice is 401 and says so', async () => {
    const answer = await answerTo(`Bearer bearer ${server.token}`);
    expectError(answer, 401);
    expect(answer.body.detail).toMatch(/twice|once|two|word/i);
    expect(answer.text).not.toContain(server.token);
  });
  it('walkthrough 1.2 a plan without SCIM is 403 and says what to do', async () => {
    const tenant = await server.addTenant({
      name: 'Lapsed',
      planEndsAt: '2020-01-01T00:00:00.000Z',
    });
    const answer = await okta.openOkta(server, `bearer ${tenant.token}`).createUser(okta.ADA);
    expectError(answer, 403);
    expect(answer.body.detail).toMatch(/plan/i);
  });
  it('walkthrough 1.3 groups switched off are 403 with the reason', async () => {
    const tenant = await server.addTenant({
      name: 'No groups',
      connection: { groupsEnabled: false },
    });
    const wire = okta.openOkta(server, `bearer ${tenant.token}`);
    const answer = await wire.post('/Groups', okta.newGroup('Engineering'));
    expectError(answer, 403);
    expect(answer.body.detail).toMatch(/group/i);
    const types = expectOk(await wire.get('/ResourceTypes'), 200);
    expect(types.Resources.map(({ id }: Body) => id)).toEqual(['User']);
  });
  it('walkthrough 2.3 a token that may only read is 403 on create and names the permission', async () => {
    const tenant = await server.addTenant({ name: 'Reader', scope: 'scim:read' });
    const wire = okta.openOkta(server, `bearer ${tenant.token}`);
    expectPage(await wire.testCredentials(), { totalResults: 0 });
    const answer = await wire.createUser(okta.ADA);
    expectError(answer, 403);
    expect(answer.body.detail).toMatch(/scim:write|read and write/i);
  });
  it('rule 4 a profile without a user name is 400 and names the attribute', async () => {
    const { userName: _, ...body } = okta.newUser(okta.ADA);
    const answer = await app.post('/Users', body);
    expectError(answer, 400, 'invalidValue');
    expect(answer.body.detail).toContain('userName');
  });
  it('rule 4 a value of a wrong type is 400 and names the attribute', async () => {
    const answer = await app.post('/Users', { ...okta.newUser(okta.ADA), title: 7 });
    expectError(answer, 400, 'invalidValue');
    expect(answer.body.detail).toContain('title');
  });
});
