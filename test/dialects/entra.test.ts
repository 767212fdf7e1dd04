/** Microsoft Entra ID, with and without `?aadOptscim062020`. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENTERPRISE } from '../support/scim-suite/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import * as entra from './support/entra.ts';
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

const create = async (attributes: object = {}) =>
  expectCreated(await app.post('/Users', entra.newUser(`alias${count++}`, attributes)));
const readUser = async (id: string) => expectOk(await app.get(`/Users/${id}`), 200);

describe('connect and match', () => {
  it('walkthrough 3.2 tests the connection with a random user name', async () => {
    expectPage(await app.testConnection(), { totalResults: 0 });
  });
  it('rule 2 rule 6 matches by the joining attribute, active or not', async () => {
    const user = await create();
    expectOk(await app.patchUser(user.id, entra.setActive('default', false)), 200);
    const joins = { userName: user.userName.toUpperCase(), externalId: user.externalId };
    for (const [attribute, value] of Object.entries(joins)) {
      const [found] = expectPage(await app.findUser(attribute, value), { totalResults: 1 });
      expect(found).toMatchObject({ id: user.id, active: false });
    }
  });
  it('rule 6 matches by the work e-mail address, alone and with another term', async () => {
    const user = await create({ emails: [{ type: 'work', value: 'match@entra.test' }] });
    await create({ emails: [{ type: 'home', value: 'match@entra.test' }] });
    const attribute = 'emails[type eq "work"].value';
    const [found] = expectPage(await app.findUser(attribute, 'Match@entra.test'), {
      totalResults: 1,
    });
    expect(found?.id).toBe(user.id);
    const filter = `${attribute} eq "match@entra.test" and userName eq "${user.userName}"`;
    expectPage(await app.get(`/Users?filter=${encodeURIComponent(filter)}`), { totalResults: 1 });
    expectPage(await app.findUser(attribute, 'nobody@entra.test'), { totalResults: 0 });
  });
  it('rule 16 matches by two attributes joined with and', async () => {
    const user = await create();
    const filter = `userName eq "${user.userName}" and externalId eq "${user.externalId}"`;
    const path = `/Users?filter=${encodeURIComponent(filter)}`;
    expectPage(await app.get(path), { totalResults: 1 });
    expectPage(await app.get(path.replace('mail-', 'other-')), { totalResults: 0 });
  });
  it('walkthrough 2.5 an error is SCIM, not HTML, also for unknown routes', async () => {
    expectError(await entra.openEntra(server, 'wrong').testConnection(), 401);
    expectError(await app.get('/Unknown'), 404);
  });
  it('rule 23 answers discovery with lists', async () => {
    for (const path of ['/Schemas', '/ResourceTypes']) {
      const { Resources } = expectOk(await app.get(path), 200);
      expect(Resources.length).toBeGreaterThan(1);
      expect(JSON.stringify(Resources)).not.toContain('null');
    }
    expectOk(await app.get('/ServiceProviderConfig'), 200);
  });
});

describe('create and delete', () => {
  it('walkthrough 3.4 creates with null attributes and an empty list of roles', async () => {
    const user = await create();
    expect(await readUser(user.id)).toEqual(user);
    expect(user).not.toHaveProperty('displayName');
    expect(user).toMatchObject({ active: true, [ENTERPRISE]: { employeeNumber: '701984' } });
  });
  it('rule 7 booleans as text become booleans', async () => {
    const user = await create({
      active: 'True',
      roles: [{ primary: 'True', type: 'App', value: 'User', display: 'User' }],
    });
    expect(user.active).toBe(true);
    expect(user.roles).toEqual([{ primary: true, type: 'App', value: 'User', display: 'User' }]);
  });
  it('walkthrough 3.4 creates a disabled user, in whatever words', async () => {
    expect((await create({ active: 'False' })).active).toBe(false);
    expect((await create({ active: false })).active).toBe(false);
  });
  it('rule 21 deletes for good: 404, no lookup finds the user, the name is free', async () => {
    const user = await create();
    expectOk(await app.delete(`/Users/${user.id}`), 204);
    expectError(await app.get(`/Users/${user.id}`), 404);
    expectPage(await app.findUser('userName', user.userName), { totalResults: 0 });
    expectError(await app.delete(`/Users/${user.id}`), 404);
    const next = expectCreated(
      await app.post('/Users', { ...entra.newUser('again'), userName: user.userName }),
    );
    expect(next.id).not.toBe(user.id);
  });
});

describe('update a user, default mode', () => {
  let user: Body;
  beforeEach(async () => {
    user = await create();
  });

  const place = (type: string, sub: string) => `addresses[type eq "${type}"].${sub}`;
  it.each([
    ['emails[type eq "work"].value', 'new@entra.test', { emails: [{ value: 'new@entra.test' }] }],
    ['name.familyName', 'Family', { name: { familyName: 'Family', givenName: 'Given' } }],
    ['displayName', 'Shown', { displayName: 'Shown' }],
    ['title', 'Engineer', { title: 'Engineer' }],
    ['preferredLanguage', 'xx-random', { preferredLanguage: 'xx-random' }],
    [
      'phoneNumbers[type eq "mobile"].value',
      '425-555-0101',
      { phoneNumbers: [{ type: 'mobile', value: '425-555-0101' }] },
    ],
    [place('work', 'locality'), 'Oslo', { addresses: [{ type: 'work', locality: 'Oslo' }] }],
    [place('work', 'formatted'), 'A\nB', { addresses: [{ type: 'work', formatted: 'A\nB' }] }],
    [`${ENTERPRISE}:department`, 'R&D', { [ENTERPRISE]: { department: 'R&D' } }],
  ])('rule 9 Add and Replace %s', async (path, value, expected) => {
    expectOk(await app.patchUser(user.id, { op: 'Add', path, value }), 200);
    expect(await readUser(user.id)).toMatchObject(expected);
    expectOk(await app.patchUser(user.id, { op: 'Replace', path, value: 'other' }), 200);
    expectOk(await app.patchUser(user.id, { op: 'Replace', path, value }), 200);
    expect(await readUser(user.id)).toMatchObject(expected);
  });
  it('rule 9 Replace with a filter that matches nothing makes one element with the type', async () => {
    const parts = ['streetAddress', 'locality', 'region', 'postalCode', 'country'];
    const operations = parts.map((part) => ({
      op: 'Replace',
      path: place('work', part),
      value: `the ${part}`,
    }));
    expectOk(await app.patchUser(user.id, ...operations), 200);
    const expected = Object.fromEntries(parts.map((part) => [part, `the ${part}`]));
    expect((await readUser(user.id)).addresses).toEqual([{ type: 'work', ...expected }]);
  });
  it('rule 7 Remove takes one away and leaves the rest', async () => {
    const path = 'phoneNumbers[type eq "mobile"].value';
    expectOk(await app.patchUser(user.id, { op: 'Add', path, value: '1' }), 200);
    const fax = 'phoneNumbers[type eq "fax"].value';
    expectOk(await app.patchUser(user.id, { op: 'Add', path: fax, value: '2' }), 200);
    expectOk(
      await app.patchUser(
        user.id,
        { op: 'Remove', path: 'phoneNumbers[type eq "mobile"]' },
        { op: 'Remove', path: `${ENTERPRISE}:employeeNumber` },
      ),
      200,
    );
    const after = await readUser(user.id);
    expect(after.phoneNumbers).toEqual([{ type: 'fax', value: '2' }]);
    expect(after[ENTERPRISE]?.employeeNumber).toBeUndefined();
  });
  it('rule 18 a user cannot be left without a user name', async () => {
    expectError(
      await app.patchUser(user.id, { op: 'Remove', path: 'userName' }),
      400,
      'mutability',
    );
    expect(await readUser(user.id)).toEqual(user);
  });
});

describe('update a user, aadOptscim062020', () => {
  it('rule 8 dotted and URN keys without path, beside operations with a filter', async () => {
    const user = await create();
    expectOk(
      await app.patchUser(
        user.id,
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'flag@entra.test' },
        { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '425-555-0102' },
        {
          op: 'replace',
          value: {
            displayName: 'Flag',
            'name.givenName': 'Dotted',
            [`${ENTERPRISE}:employeeNumber`]: '42',
            [`${ENTERPRISE}:department`]: 'Sales',
          },
        },
      ),
      200,
    );
    const after = await readUser(user.id);
    expect(after).toMatchObject({
      displayName: 'Flag',
      name: { ...user.name, givenName: 'Dotted' },
      emails: [{ type: 'work', primary: true, value: 'flag@entra.test' }],
      phoneNumbers: [{ type: 'mobile', value: '425-555-0102' }],
      [ENTERPRISE]: { employeeNumber: '42', department: 'Sales' },
    });
    expect(after).not.toHaveProperty(['name.givenName']);
  });
});

describe.each<entra.FlagMode>(['default', 'aadOptscim062020'])('%s', (mode) => {
  it('walkthrough 3.4 disables and enables; the user stays visible', async () => {
    const user = await create();
    const disabled = expectOk(await app.patchUser(user.id, entra.setActive(mode, false)), 200);
    expect(disabled.active).toBe(false);
    expect((await readUser(user.id)).active).toBe(false);
    expectOk(await app.patchUser(user.id, entra.setActive(mode, true)), 200);
    const [found] = expectPage(await app.findUser('userName', user.userName), { totalResults: 1 });
    expect(found).toMatchObject({ id: user.id, active: true });
  });
  it('walkthrough 4.4 4.6 a group from creation to its end', async () => {
    const name = `Group ${mode}`;
    const [ann, bob, cat] = [await create(), await create(), await create()];
    expectPage(await app.findGroup(name), { totalResults: 0 });
    const group = expectCreated(await app.post('/Groups', entra.newGroup(name)));
    expect(group).toMatchObject({ displayName: name, externalId: `object-${name}`, members: [] });
    const members = async () => memberIds(expectOk(await app.get(`/Groups/${group.id}`), 200));

    expectOk(await app.patchGroup(group.id, entra.addMember(ann)), 204);
    expectOk(await app.patchGroup(group.id, entra.addMember(ann)), 204);
    expectOk(await app.patchGroup(group.id, entra.addMember(bob), entra.addMember(cat)), 204);
    expect(await members()).toEqual([ann.id, bob.id, cat.id].sort());

    expectOk(await app.patchGroup(group.id, entra.removeMember(mode, bob)), 204);
    expectOk(await app.patchGroup(group.id, entra.removeMember(mode, bob)), 204);
    expect(await members()).toEqual([ann.id, cat.id].sort());

    const rename = { op: 'Replace', path: 'displayName', value: `${name} renamed` };
    expectOk(await app.patchGroup(group.id, rename), 204);
    const shown = expectOk(await app.readGroup(group.id), 200);
    expect(shown).toMatchObject({ displayName: `${name} renamed`, id: group.id });
    expect(shown).not.toHaveProperty('members');
    const [found] = expectPage(await app.findGroup(`${name} renamed`), { totalResults: 1 });
    expect(found).not.toHaveProperty('members');

    expectOk(await app.delete(`/Groups/${group.id}`), 204);
    expectError(await app.readGroup(group.id), 404);
    expectError(await app.delete(`/Groups/${group.id}`), 404);
  });
});

describe('rule 17 the manager', () => {
  const manager = { $ref: '../Users/2', value: '2' };
  it.each([
    ['manager', [manager]],
    ['manager', [{ value: '2' }]],
    [`${ENTERPRISE}:manager`, [manager]],
    [`${ENTERPRISE}:manager`, { value: '2' }],
    [`${ENTERPRISE}:manager`, '2'],
    ['manager', '2'],
  ])('Add %s as %j', async (path, value) => {
    const user = await create();
    expectOk(await app.patchUser(user.id, { op: 'Add', path, value }), 200);
    expect((await readUser(user.id))[ENTERPRISE].manager.value).toBe('2');
  });
  it.each([{ value: '' }, '', null])('Replace with %j clears it', async (value) => {
    const user = await create({ [ENTERPRISE]: { manager: { value: '2' }, division: 'D' } });
    const path = `${ENTERPRISE}:manager`;
    expectOk(await app.patchUser(user.id, { op: 'Replace', path, value }), 200);
    expect((await readUser(user.id))[ENTERPRISE]).toEqual({ division: 'D' });
  });
  it('Remove clears it, and again', async () => {
    const user = await create({ [ENTERPRISE]: { manager: { value: '2' }, division: 'D' } });
    const remove = { op: 'Remove', path: `${ENTERPRISE}:manager` };
    expectOk(await app.patchUser(user.id, remove), 200);
    expectOk(await app.patchUser(user.id, remove), 200);
    expect((await readUser(user.id))[ENTERPRISE]).toEqual({ division: 'D' });
  });
});

describe('roles', () => {
  const role = (sub: string, value: string) => ({
    op: 'Add',
    path: `roles[primary eq "True"].${sub}`,
    value,
  });
  it('rule 7 a path with primary eq "True" makes a role, then changes it', async () => {
    const user = await create();
    const operations = [role('type', 'App'), role('display', 'Reader'), role('value', 'reader')];
    expectOk(await app.patchUser(user.id, ...operations), 200);
    const expected = { primary: true, type: 'App', display: 'Reader', value: 'reader' };
    expect((await readUser(user.id)).roles).toEqual([expected]);
    const change = { ...role('value', 'writer'), op: 'Replace' };
    expectOk(await app.patchUser(user.id, change), 200);
    expect((await readUser(user.id)).roles).toEqual([{ ...expected, value: 'writer' }]);
  });
  it('a role as JSON text is kept as text', async () => {
    const user = await create();
    const value = JSON.stringify({ id: '1', value: 'reader', displayName: 'Reader' });
    const operation = { op: 'Add', path: 'roles', value: [{ value }] };
    expectOk(await app.patchUser(user.id, operation), 200);
    expect((await readUser(user.id)).roles).toEqual([{ value }]);
  });
  it('the assertive mode replaces all roles', async () => {
    const user = await create({ roles: [{ value: 'a' }, { value: 'b', primary: true }] });
    const operation = { op: 'Replace', path: 'roles', value: [{ value: 'c', primary: 'True' }] };
    expectOk(await app.patchUser(user.id, operation), 200);
    expect((await readUser(user.id)).roles).toEqual([{ value: 'c', primary: true }]);
  });
});
