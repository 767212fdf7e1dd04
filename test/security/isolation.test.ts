/** One organisation learns nothing of another, and filters tell no more than they may. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessRows } from '../support/rows.ts';
import {
  type Answer,
  type Body,
  type Client,
  ENTERPRISE,
  expectError,
  GROUP,
  ids,
  PATCH_OP,
  USER,
} from '../support/scim-suite/client.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { clientOf } from './support/tenant-client.ts';

let server: TestServer;
let other: Tenant;
let mine: Client;
let theirs: Client;
let user: Body;
let group: Body;

beforeAll(async () => {
  server = await startServer();
  other = await server.addTenant({ name: 'Other' });
  mine = clientOf(server, server);
  theirs = clientOf(server, other);
  user = await theirs.newUser({
    externalId: 'shared-external',
    emails: [{ value: 'shared@acme.test', type: 'work', primary: true }],
  });
  group = await theirs.newGroup({ displayName: 'Shared', members: [{ value: user.id }] });
});
afterAll(() => server.close());

describe('D1 an id of another organisation is an unknown id', () => {
  let myUser: Body;
  let myGroup: Body;
  const members = (id: string) => [{ value: id }];
  const put = (extra: object) => ({ schemas: [USER], userName: myUser.userName, ...extra });
  const patch = (...list: object[]) => ({ schemas: [PATCH_OP], Operations: list });
  const filtered = (type: string, filter: string) =>
    mine.get(`/${type}?filter=${encodeURIComponent(filter)}`);

  /** Every place of a request that an id can stand in. */
  const PLACES: Record<string, (id: string) => Promise<Answer>> = {
    'GET /Users': (id) => mine.get(`/Users/${id}`),
    'GET /Groups': (id) => mine.get(`/Groups/${id}`),
    'PUT /Users': (id) => mine.send('PUT', `/Users/${id}`, put({ userName: 'd1-put' })),
    'PUT /Groups': (id) =>
      mine.send('PUT', `/Groups/${id}`, { schemas: [GROUP], displayName: 'd1-put' }),
    'PATCH /Users': (id) => mine.patch(`/Users/${id}`, { op: 'remove', path: 'title' }),
    'PATCH /Groups': (id) => mine.patch(`/Groups/${id}`, { op: 'remove', path: 'members' }),
    'DELETE /Users': (id) => mine.send('DELETE', `/Users/${id}`),
    'DELETE /Groups': (id) => mine.send('DELETE', `/Groups/${id}`),
    'GET with If-Match': (id) => mine.get(`/Users/${id}`, { 'if-none-match': 'W/"1"' }),
    'filter id': (id) => filtered('Users', `id eq "${id}"`),
    'filter groups': (id) => filtered('Users', `groups.value eq "${id}"`),
    'filter members': (id) => filtered('Groups', `members.value eq "${id}"`),
    'filter members with brackets': (id) => filtered('Groups', `members[value eq "${id}"]`),
    'filter manager': (id) => filtered('Users', `${ENTERPRISE}:manager.value eq "${id}"`),
    'POST members': (id) =>
      mine.send('POST', '/Groups', {
        schemas: [GROUP],
        displayName: 'd1-post-only-unknown',
        members: members(id),
      }),
    'PUT members': (id) =>
      mine.send('PUT', `/Groups/${myGroup.id}`, {
        schemas: [GROUP],
        displayName: 'd1-members',
        members: members(id),
      }),
    'add members': (id) =>
      mine.patch(`/Groups/${myGroup.id}`, { op: 'add', path: 'members', value: members(id) }),
    'add members by $ref': (id) =>
      mine.patch(`/Groups/${myGroup.id}`, {
        op: 'add',
        path: 'members',
        value: [{ value: id, $ref: `${server.baseUrl}/Users/${id}`, type: 'User' }],
      }),
    'replace members': (id) =>
      mine.patch(`/Groups/${myGroup.id}`, { op: 'replace', path: 'members', value: members(id) }),
    'remove members': (id) =>
      mine.patch(`/Groups/${myGroup.id}`, { op: 'remove', path: 'members', value: members(id) }),
    'remove members with a filter': (id) =>
      mine.patch(`/Groups/${myGroup.id}`, { op: 'remove', path: `members[value eq "${id}"]` }),
    'id in a PATCH value': (id) =>
      mine.send('PATCH', `/Users/${myUser.id}`, patch({ op: 'replace', value: { id } })),
    'id in a PUT body': (id) => mine.send('PUT', `/Users/${myUser.id}`, put({ id })),
    manager: (id) =>
      mine.send('PUT', `/Users/${myUser.id}`, {
        ...put({ [ENTERPRISE]: { manager: { value: id } } }),
        schemas: [USER, ENTERPRISE],
      }),
    'manager by PATCH': (id) =>
      mine.patch(`/Users/${myUser.id}`, {
        op: 'replace',
        path: `${ENTERPRISE}:manager.value`,
        value: id,
      }),
  };

  beforeAll(async () => {
    myUser = await mine.newUser();
    myGroup = await mine.newGroup({ displayName: 'd1-members', members: [{ value: myUser.id }] });
  });

  /** The answer with what may differ made equal: ids, times, versions. */
  function comparable({ status, text }: Answer, id: string): string {
    const body = text
      .replaceAll(id, '<id>')
      .replace(/"(lastModified|created)":"[^"]*"/g, '')
      .replace(/"version":"W\/\\"\d+\\""/g, '');
    return `${status} ${body}`;
  }

  it.each(Object.keys(PLACES))('%s', async (place) => {
    const send = PLACES[place];
    if (send === undefined) throw new Error(place);
    const before = await accessRows(server, other.organization.id);
    for (const foreign of [user.id, group.id, other.ownerId, other.connectionId]) {
      const random = crypto.randomUUID();
      const unknown = comparable(await send(random), random);
      expect(comparable(await send(foreign), foreign)).toBe(unknown);
      expect(unknown).not.toMatch(/^5/);
    }
    expect(await accessRows(server, other.organization.id)).toBe(before);
  });
  it('another organisation sees nothing in its lists', async () => {
    expect(ids(await mine.list('/Users', { count: 1000 }))).toEqual([myUser.id]);
    expect(ids(await mine.list('/Groups', { count: 1000 }))).toEqual([myGroup.id]);
  });
});

describe('D2 names are unique in a connection, not across organisations', () => {
  it('takes the userName, e-mail, externalId and displayName that another has', async () => {
    const copy = await mine.newUser({
      userName: user.userName,
      externalId: user.externalId,
      emails: user.emails,
    });
    expect(copy.id).not.toBe(user.id);
    const copied = await mine.newGroup({ displayName: group.displayName, externalId: group.id });
    expect(copied.id).not.toBe(group.id);
    const filter = `userName eq "${user.userName}"`;
    expect(ids(await mine.list('/Users', { filter }))).toEqual([copy.id]);
    expect(ids(await theirs.list('/Users', { filter }))).toEqual([user.id]);
  });
});

describe('D3 what cannot be read cannot be filtered', () => {
  const HIDDEN = [
    'password',
    'passwordHash',
    'organizationId',
    'organization_id',
    'isOrgAdmin',
    'json',
    'position',
    'folded',
    'meta.position',
    'emails.password',
    'token',
    'digest',
  ];
  it.each(HIDDEN)('%s', async (name) => {
    for (const filter of [`${name} pr`, `${name} eq "x"`, `not (${name} sw "a")`]) {
      expectError(await mine.list('/Users', { filter }), 400, 'invalidFilter');
    }
    const path = `emails[${name} eq "x"].value`;
    const answer = await mine.patch(`/Users/${user.id}`, { op: 'remove', path });
    expect([400, 404], answer.text).toContain(answer.status);
    for (const parameter of ['attributes', 'excludedAttributes', 'sortBy']) {
      const list = await mine.list('/Users', { [parameter]: name, count: 5 });
      expect([200, 400], list.text).toContain(list.status);
      const known = ['id', 'schemas', 'meta', 'userName', 'emails', 'externalId', 'active'];
      for (const resource of list.body.Resources ?? []) {
        const keys = Object.keys(resource);
        expect(keys.filter((key) => !known.includes(key) && key === name)).toEqual([]);
      }
    }
  });
});

describe('D4 a filter that is not understood is an error, not the whole list', () => {
  it.each([
    '',
    ' ',
    'userName',
    'userName eq',
    'userName eq ',
    'userName xx "a"',
    'userName = "a"',
    'userName eq a',
    "userName eq 'a'",
    'userName eq "a',
    'userName eq "a" and',
    'userName eq "a" userName eq "b"',
    'userName eq "a" xor active eq true',
    'and userName eq "a"',
    '(userName eq "a"',
    'userName eq "a")',
    'not userName eq "a"',
    'nothing eq "a"',
    'name.nothing eq "a"',
    'emails[nothing eq "a"]',
    'emails[type eq "work"',
    'emails[]',
    'emails[emails[type eq "a"]]',
    'urn:example:nothing:userName eq "a"',
    `${ENTERPRISE}:nothing pr`,
    'active gt true',
    'active eq "maybe"',
    'meta.created gt "yesterday"',
    'userName eq {"a":1}',
    'userName eq ["a"]',
    'userName co 5',
    'userName pr "a"',
    '%',
    'userName eq "\\q"',
    'userName eq "a"; drop table resource',
    '1 eq 1',
    'true',
    '*',
  ])('%j', async (filter) => {
    expectError(await mine.list('/Users', { filter }), 400, 'invalidFilter');
  });
  it('two filters are an error too', async () => {
    const twice = await mine.get('/Users?filter=active+eq+true&filter=active+eq+false');
    expect(twice.status).toBe(400);
  });
  it('a filter with injected SQL or wildcards finds nothing', async () => {
    for (const text of ['%', '_', "' or 1=1 --", '*', '\\"']) {
      const filter = `userName eq "${text}"`;
      expect(ids(await mine.list('/Users', { filter }))).toEqual([]);
    }
  });
});
