/** Microsoft's SCIM validator: its required tests, in its order, then those in preview. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENTERPRISE, USER } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import * as entra from './support/entra.ts';
import { FULL_USER, VERBOSE_ADDS, VERBOSE_REPLACES } from './support/entra-validator.ts';
import {
  type Body,
  expectCreated,
  expectError,
  expectOk,
  expectPage,
  memberIds,
} from './support/expect.ts';

let server: TestServer;
let app: entra.Entra;
let count = 0;

beforeAll(async () => {
  server = await startServer({ connection: { dialect: 'entra' }, nodes: 2 });
  app = entra.openEntra(server);
});
afterAll(() => server.close());

const nameOf = (prefix: string) => `${prefix}${count++}@validator.test`;
const minimal = () => ({ schemas: [USER], userName: nameOf('minimal'), active: true });
const createUser = async (body: object = minimal()) =>
  expectCreated(await app.post('/Users', body));
const createGroup = async () =>
  expectCreated(await app.post('/Groups', entra.newGroup(nameOf('group'))));
const readUser = async (id: string) => expectOk(await app.get(`/Users/${id}`), 200);
const readGroup = async (id: string) => expectOk(await app.get(`/Groups/${id}`), 200);

describe('users', () => {
  it('create a new user with every attribute', async () => {
    const body = { ...FULL_USER, userName: nameOf('full') };
    const user = await createUser(body);
    const { roles, ...rest } = body;
    expect(user).toMatchObject(rest);
    expect(user.roles).toEqual(roles.map((role) => ({ ...role, primary: true })));
    expect(await readUser(user.id)).toEqual(user);
  });
  it('create a duplicate user: 409', async () => {
    const body = { ...FULL_USER, userName: nameOf('duplicate') };
    await createUser(body);
    expectError(await app.post('/Users', body), 409, 'uniqueness');
    const louder = { ...body, userName: body.userName.toUpperCase() };
    expectError(await app.post('/Users', louder), 409, 'uniqueness');
  });
  it('filter for an existing user, also in a different case, and for none', async () => {
    const user = await createUser();
    for (const name of [user.userName, user.userName.toUpperCase()]) {
      const answer = await app.get(entra.validatorFilter('Users', 'userName', name));
      expect(expectPage(answer, { totalResults: 1 })).toEqual([user]);
    }
    const none = await app.get(entra.validatorFilter('Users', 'userName', nameOf('none')));
    expectPage(none, { totalResults: 0 });
  });
  it('rule 9 PATCH user: Replace Attributes Verbose', async () => {
    const user = await createUser({ ...FULL_USER, userName: nameOf('replace') });
    expectOk(await app.patchUser(user.id, ...VERBOSE_REPLACES.operations), 200);
    expect(await readUser(user.id)).toMatchObject(VERBOSE_REPLACES.expected);
  });
  it('rule 8 PATCH user: Update userName', async () => {
    const user = await createUser();
    const userName = nameOf('renamed');
    expectOk(await app.patchUser(user.id, { op: 'replace', value: { userName } }), 200);
    expect(await readUser(user.id)).toMatchObject({ id: user.id, userName });
    const old = await app.get(entra.validatorFilter('Users', 'userName', user.userName));
    expectPage(old, { totalResults: 0 });
  });
  it('rule 2 PATCH user: Disable user, seen by GET and by filter', async () => {
    const user = await createUser();
    expectOk(await app.patchUser(user.id, { op: 'replace', path: 'active', value: false }), 200);
    expect((await readUser(user.id)).active).toBe(false);
    const found = await app.get(entra.validatorFilter('Users', 'userName', user.userName));
    expect(expectPage(found, { totalResults: 1 })[0]?.active).toBe(false);
  });
  it('rule 9 PATCH user: Add Attributes Verbose to a minimal user', async () => {
    const user = await createUser();
    expectOk(await app.patchUser(user.id, ...VERBOSE_ADDS.operations), 200);
    const after = await readUser(user.id);
    expect(after).toMatchObject(VERBOSE_ADDS.expected);
    expect(after.userName).toBe(user.userName);
  });
  it('rule 17 PATCH user: Add, Replace and Remove Manager', async () => {
    const [first, second, user] = [await createUser(), await createUser(), await createUser()];
    const path = `${ENTERPRISE}:manager`;
    const managerNow = async () => (await readUser(user.id))[ENTERPRISE]?.manager?.value;
    expectOk(await app.patchUser(user.id, { op: 'add', path, value: first.id }), 200);
    expect(await managerNow()).toBe(first.id);
    expectOk(await app.patchUser(user.id, { op: 'replace', path, value: second.id }), 200);
    expect(await managerNow()).toBe(second.id);
    expectOk(await app.patchUser(user.id, { op: 'replace', path, value: '' }), 200);
    expect(await managerNow()).toBeUndefined();
    expectOk(await app.patchUser(user.id, { op: 'remove', path }), 200);
  });
  it('rule 21 delete a user', async () => {
    const user = await createUser();
    expectOk(await app.delete(`/Users/${user.id}`), 204);
    expectError(await app.get(`/Users/${user.id}`), 404);
  });
});

describe('groups', () => {
  let group: Body;
  let user: Body;
  beforeEach(async () => {
    group = await createGroup();
    user = await createUser();
    expectOk(await app.patchGroup(group.id, entra.addMember(user)), 204);
  });
  const filter = (name: string, more = '') =>
    app.get(entra.validatorFilter('Groups', 'displayName', name) + more);

  it('rule 11 GET a group excluding members', async () => {
    const { members: _, ...rest } = await readGroup(group.id);
    expect(expectOk(await app.readGroup(group.id), 200)).toEqual(rest);
  });
  it('rule 11 filter with and without excludedAttributes, in a different case, and for none', async () => {
    const whole = await readGroup(group.id);
    expect(expectPage(await filter(group.displayName), { totalResults: 1 })).toEqual([whole]);
    const { members: _, ...rest } = whole;
    const loud = group.displayName.toUpperCase();
    expect(
      expectPage(await filter(loud, '&excludedAttributes=members'), { totalResults: 1 }),
    ).toEqual([rest]);
    expectPage(await filter('nothing has this name'), { totalResults: 0 });
  });
  it('rule 22 create a duplicate group: 409', async () => {
    const answer = await app.post('/Groups', entra.newGroup(group.displayName));
    expectError(answer, 409, 'uniqueness');
  });
  it('rule 8 PATCH group: Replace Attributes and Update displayName', async () => {
    const displayName = nameOf('new name');
    expectOk(await app.patchGroup(group.id, { op: 'replace', value: { externalId: 'ext' } }), 204);
    expectOk(await app.patchGroup(group.id, { op: 'replace', value: { displayName } }), 204);
    expect(await readGroup(group.id)).toMatchObject({ externalId: 'ext', displayName });
    expect(memberIds(await readGroup(group.id))).toEqual([user.id]);
  });
  it('rule 10 PATCH group: Add Member by replace, Remove Member by filter', async () => {
    const other = await createUser();
    const value = [{ $ref: null, value: other.id }];
    expectOk(await app.patchGroup(group.id, { op: 'replace', path: 'members', value }), 204);
    expect(memberIds(await readGroup(group.id))).toEqual([other.id]);
    const path = `members[value eq "${other.id}"]`;
    expectOk(await app.patchGroup(group.id, { op: 'remove', path }), 204);
    expect((await readGroup(group.id)).members).toEqual([]);
  });
  it('delete a group, and the user remains', async () => {
    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectError(await app.get(`/Groups/${group.id}`), 404);
    await readUser(user.id);
  });
});

describe('preview', () => {
  it('rule 7 several operations on a user in one PATCH, in order', async () => {
    const user = await createUser();
    expectOk(
      await app.patchUser(
        user.id,
        { op: 'Remove', path: 'active' },
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@validator.test' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'b@validator.test' },
        { op: 'Add', path: 'title', value: 'T' },
        { op: 'Remove', path: 'title' },
        { op: 'Add', path: 'active', value: true },
      ),
      200,
    );
    const after = await readUser(user.id);
    expect(after).toMatchObject({
      active: true,
      emails: [{ type: 'work', value: 'b@validator.test' }],
    });
    expect(after).not.toHaveProperty('title');
  });
  it('delete a missing user or group, and the same twice: 404', async () => {
    for (const [path, { id }] of [
      ['/Users', await createUser()],
      ['/Groups', await createGroup()],
    ]) {
      expectError(await app.delete(`${path}/${crypto.randomUUID()}`), 404);
      expectOk(await app.delete(`${path}/${id}`), 204);
      expectError(await app.delete(`${path}/${id}`), 404);
    }
  });
  it('rule 10 add and remove the same member in one PATCH', async () => {
    const [group, user] = [await createGroup(), await createUser()];
    const add = entra.addMember(user);
    const remove = entra.removeMember('default', user);
    expectOk(await app.patchGroup(group.id, add, remove), 204);
    expect((await readGroup(group.id)).members).toEqual([]);
    expectOk(await app.patchGroup(group.id, remove, add), 204);
    expect(memberIds(await readGroup(group.id))).toEqual([user.id]);
  });
  it('several operations on a group in one PATCH', async () => {
    const [group, ann, bob] = [await createGroup(), await createUser(), await createUser()];
    const displayName = nameOf('multi');
    expectOk(
      await app.patchGroup(
        group.id,
        entra.addMember(ann, bob),
        { op: 'Replace', path: 'displayName', value: displayName },
        entra.removeMember('aadOptscim062020', ann),
      ),
      204,
    );
    const after = await readGroup(group.id);
    expect(after.displayName).toBe(displayName);
    expect(memberIds(after)).toEqual([bob.id]);
  });
});

describe('requests of the Postman collection', () => {
  it('rule 16 names and operators in any case; co, sw and gt; and, or; paging', async () => {
    const tenant = await server.addTenant({ name: 'Postman' });
    const postman = entra.openEntra(server, tenant.token);
    for (const alias of ['ann', 'andy', 'bob']) {
      expectCreated(await postman.post('/Users', entra.newUser(alias)));
    }
    const total = async (filter: string, totalResults: number) =>
      expectPage(await postman.get(`/Users?filter=${encodeURIComponent(filter)}`), {
        totalResults,
      });
    await total('USERNAME Eq "ANN@entra.test"', 1);
    await total('userName sw "an"', 2);
    await total('Emails.Value co "entra"', 3);
    await total('userName sw "an" and emails co "andy" or userName eq "bob@entra.test"', 2);
    await total('meta.lastModified gt "2020-01-01T00:00:00Z"', 3);
    const page = await postman.get('/Users?startIndex=2&count=1&attributes=USERNAME');
    const [user] = expectPage(page, { totalResults: 3, startIndex: 2, itemsPerPage: 1 });
    expect(Object.keys(user).sort()).toEqual(['id', 'schemas', 'userName']);
  });
  it('rule 13 PUT without userName is 400; unknown attributes are left out', async () => {
    const user = await createUser();
    const { userName, ...rest } = user;
    expectError(await app.put(`/Users/${user.id}`, rest), 400, 'invalidValue');
    const unknown = { ...rest, userName, UserName2: 'x', addrezzes: [1] };
    const after = expectOk(await app.put(`/Users/${user.id}`, unknown), 200);
    expect({ ...after, meta: undefined }).toEqual({ ...user, meta: undefined });
  });
});
