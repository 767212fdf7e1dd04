/** What Org Admins see of the members over the console's API: found, looked at, exported. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMember } from '../../packages/server/src/members/index.ts';
import { addPerson, type Browser, contextOf, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

let server: TestServer;
let admin: Browser;
let userId: string;

async function push(userName: string, displayName: string, more: object = {}): Promise<string> {
  const response = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      ...{ userName, displayName, emails: [{ value: userName, primary: true }], ...more },
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

beforeAll(async () => {
  server = await startServer();
  const boss = await addPerson(server, server, 'boss@acme.test', true);
  const elsewhere = await server.addTenant({ name: 'Elsewhere' });
  await addPerson(server, elsewhere, 'carla@elsewhere.test');
  const input = { email: 'Carla@acme.test', orgAdmin: false, emailProven: true };
  await createMember(server.app, contextOf(server, server), {
    ...input,
    displayName: '=HYPERLINK("https://evil.test")',
  });
  userId = await push('carl@acme.test', 'Ünsal Ärger');
  await push('dora@acme.test', 'Dora "the" Explorer', { active: false });
  admin = await signedIn(server, boss);
});
afterAll(() => server.close());

async function found(query: string): Promise<string[]> {
  const { body } = await admin.call('GET', `/members?${query}`);
  return body.members.map(({ email }: { email: string }) => email);
}

describe('the list of members', () => {
  it('is found by how a name, an address or a user name begins, in any letters', async () => {
    expect((await found('search=CARL')).toSorted()).toEqual(['Carla@acme.test', 'carl@acme.test']);
    expect(await found(`search=${encodeURIComponent('Üns')}`)).toEqual(['carl@acme.test']);
    expect(await found(`search=${encodeURIComponent('dora "')}`)).toEqual(['dora@acme.test']);
    expect(await found('search=arl')).toEqual([]);
    expect(await found('search=%25')).toEqual([]);
  });

  it('is filtered, and what is not found here does not leave its organisation', async () => {
    expect(await found('active=false')).toEqual(['dora@acme.test']);
    expect(await found('source=provisioned&active=true')).toEqual(['carl@acme.test']);
    expect(await found('canSignIn=true')).toEqual(['boss@acme.test']);
    expect(await found('orgAdmin=true&search=boss')).toEqual(['boss@acme.test']);
    expect(await found('search=carla@elsewhere')).toEqual([]);
  });

  it('comes page by page, each of them once', async () => {
    const all = await found('limit=1000');
    const paged: string[] = [];
    let after = '';
    do {
      const { body } = await admin.call('GET', `/members?limit=2&after=${after}`);
      paged.push(...body.members.map(({ email }: { email: string }) => email));
      after = body.next ?? '';
    } while (after !== '');
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(all.length);
  });

  it('goes on with a filter that finds little', async () => {
    const { body } = await admin.call('GET', '/members?active=false&limit=1');
    expect(body.members).toHaveLength(1);
    const rest = await admin.call('GET', `/members?active=false&limit=1&after=${body.next}`);
    expect(rest.body).toEqual({ members: [], next: null });
  });

  it('is exported whole, and no name is a formula in a spreadsheet', async () => {
    const { origin } = new URL(server.url);
    const response = await fetch(`${origin}/v1/console/exports/members?search=carl`, {
      headers: { cookie: `__Host-rollcall=${admin.cookie}` },
    });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="members-/);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).toContain(`"'=HYPERLINK(""https://evil.test"")"`);
  });
});

describe('a member', () => {
  it('is shown with its users, whoever keeps them, and with its groups', async () => {
    const { body } = await admin.call('GET', '/members?address=carl@acme.test');
    const [member] = body.members;
    const group = await admin.call('POST', '/groups', { name: 'Night shift' });
    await admin.call('PUT', `/groups/${group.body.id}/members/${member.id}`);
    const shown = (await admin.call('GET', `/members/${member.id}`)).body;
    expect(shown).toMatchObject({
      account: null,
      identities: [],
      users: [{ id: userId, userName: 'carl@acme.test', connection: 'Default', active: true }],
      groups: [{ name: 'Night shift', connectionId: null }],
    });
    const local = await admin.call('GET', `/local-groups/${group.body.id}`);
    expect(local.body).toMatchObject({ name: 'Night shift', members: 1 });
    const members = await admin.call('GET', `/local-groups/${group.body.id}/members`);
    expect(members.body).toMatchObject({ members: [{ id: member.id }], next: null });
  });

  it('keeps the name that they had when their last user is deleted', async () => {
    const id = await push('gone@acme.test', 'Gone Girl');
    await server.scim(`/Users/${id}`, { method: 'DELETE' });
    const { body } = await admin.call('GET', '/members?search=gone');
    expect(body.members).toMatchObject([
      { displayName: 'Gone Girl', email: 'gone@acme.test', active: false, userIds: [] },
    ]);
  });

  it('has the id that the application knows them by, which no other has', async () => {
    const { body } = await admin.call('GET', '/members?search=car');
    const [first, second] = body.members;
    const path = (id: string) => `/members/${id}/application-user`;
    const set = await admin.call('PUT', path(first.id), { id: '4711' });
    expect(set.body.applicationUserId).toBe('4711');
    expect((await admin.call('PUT', path(second.id), { id: '4711' })).status).toBe(409);
  });
});

describe('what an identity provider may send', () => {
  it('has people whose names are longer than an index takes', async () => {
    const formatted = `Zed ${randomBytes(3000).toString('base64')}`;
    const emails = [{ value: 'zed@acme.test', primary: true }];
    const sent = { schemas: [USER], userName: 'zed@acme.test', name: { formatted }, emails };
    const response = await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify(sent),
    });
    expect(response.status).toBe(201);
    expect(await found('search=zed')).toEqual(['zed@acme.test']);
    expect(await found(`search=${encodeURIComponent(formatted.slice(0, 200))}`)).toEqual([
      'zed@acme.test',
    ]);
    const { id } = (await response.json()) as { id: string };
    expect((await server.scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('promise 9: a character that no database has a text with is a 400', async () => {
    expect((await admin.call('GET', '/members?search=%00')).status).toBe(400);
    expect((await admin.call('GET', '/members/%00')).status).toBe(400);
    const cursor = Buffer.from(JSON.stringify([0, '\0', ''])).toString('base64url');
    const page = await admin.call('GET', `/scim/users?search=c&after=${cursor}`);
    expect(page.status).toBe(200);
  });
});
