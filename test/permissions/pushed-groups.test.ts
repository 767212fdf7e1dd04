/** Groups that are pushed, as Org Admins see and map them (walkthrough 4.4, 4.5). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putEntryPoints } from '../../packages/server/src/permissions/index.ts';
import { addPerson, type Browser, contextOf, signedIn } from '../accounts/support.ts';
import { pushGroup, pushUser } from '../support/push.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;
let staff: string;
let leads: string;
let users: string[];

beforeAll(async () => {
  server = await startServer();
  admin = await signedIn(server, await addPerson(server, server, 'boss@acme.test', true));
  await putEntryPoints(server.app, contextOf(server, server), [
    { key: 'reports', name: 'Reports' },
    { key: 'billing', name: 'Billing' },
  ]);
  users = [];
  for (const name of ['Zoe', 'ann', 'Änne', 'Bob']) {
    users.push(await pushUser(server, `${name}@acme.test`, { displayName: name }));
  }
  leads = await pushGroup(server, 'Leads', users.slice(0, 1));
  staff = await pushGroup(server, 'Staff', [...users.slice(1), leads], { externalId: 'g-1' });
});
afterAll(() => server.close());

test('walkthrough 4.4: a pushed group shows up with its members, by name', async () => {
  const { body } = await admin.call('GET', '/scim/groups?search=sT');
  expect(body).toMatchObject({
    groups: [{ id: staff, name: 'Staff', externalId: 'g-1', members: 4, mappings: 0 }],
    next: null,
  });
  const first = (await admin.call('GET', `/scim/groups/${staff}/members?limit=3`)).body;
  const rest = await admin.call('GET', `/scim/groups/${staff}/members?limit=3&after=${first.next}`);
  const names = [...first.members, ...rest.body.members].map(({ name }) => name);
  expect(names.toSorted()).toEqual(['Bob', 'Leads', 'ann', 'Änne']);
  const found = await admin.call('GET', `/scim/groups/${staff}/members?search=AN`);
  expect(found.body.members).toMatchObject([{ name: 'ann', userName: 'ann@acme.test' }]);
  const byUserName = await admin.call('GET', `/scim/groups/${staff}/members?search=bob@`);
  expect(byUserName.body.members).toMatchObject([{ name: 'Bob' }]);
  expect((await admin.call('GET', `/scim/groups/${users[0]}`)).status).toBe(404);
});

test('walkthrough 4.5: mapping gives all members, nested ones too, the role at once', async () => {
  const mappings = `/scim/groups/${staff}/mappings`;
  const { body } = await admin.call('PATCH', mappings, {
    changes: [
      { entryPoint: 'reports', role: 'contributor' },
      { entryPoint: 'billing', role: 'viewer' },
    ],
  });
  expect(body.changed).toEqual([
    { entryPoint: 'reports', before: null, after: 'contributor' },
    { entryPoint: 'billing', before: null, after: 'viewer' },
  ]);
  const group = (await admin.call('GET', `/scim/groups/${staff}`)).body;
  expect(group).toMatchObject({ reached: 4, reachedMore: false, mappings: 2 });
  const zoe = (await admin.call('GET', `/scim/users/${users[0]}`)).body;
  expect(zoe.groups).toEqual([
    { id: leads, name: 'Leads', via: null },
    { id: staff, name: 'Staff', via: leads },
  ]);
  expect(zoe.person.permissions).toMatchObject([
    { role: 'viewer' },
    { role: 'contributor', because: [{ groups: [{ id: leads }, { id: staff }] }] },
  ]);

  const again = await admin.call('PATCH', mappings, {
    changes: [
      { entryPoint: 'reports', role: 'contributor' },
      { entryPoint: 'billing', role: null },
    ],
  });
  expect(again.body.changed).toEqual([{ entryPoint: 'billing', before: 'viewer', after: null }]);
});

test('a mapping that cannot be made leaves all as they were', async () => {
  const { status } = await admin.call('PATCH', `/scim/groups/${staff}/mappings`, {
    changes: [
      { entryPoint: 'reports', role: null },
      { entryPoint: 'nowhere', role: 'viewer' },
    ],
  });
  expect(status).toBe(404);
  const { body } = await admin.call('GET', `/scim/groups/${staff}`);
  expect(body.grants).toMatchObject([{ entryPoint: 'reports', role: 'contributor' }]);
});

test('what became of a group is told with the requests that did it', async () => {
  await server.scim(`/Groups/${staff}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/scim+json', 'x-request-id': 'change-of-id-1' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'externalId', value: 'g-2' }],
    }),
  });
  const { body } = await admin.call('GET', `/scim/groups/${staff}/timeline`);
  expect(body.entries[0]).toMatchObject({
    action: 'group.updated',
    requestId: 'change-of-id-1',
    detail: { old: { externalId: 'g-1' }, new: { externalId: 'g-2' } },
  });
});

test('a group of many is gone through by name, its groups first', async () => {
  // So many that it is not gone through member by member; they have no users, which would take long to push.
  const sql = `with recursive n (i) as (select 1 union all select i + 1 from n where i < 2500)
    insert into membership (organization_id, group_id, member_id, kind)
      select '${server.organization.id}', '${staff}', 'nobody-' || i, 'User' from n returning group_id`;
  await server.app.writer.write(server.organization.id, async (session) => {
    await session.dynamic({ sql, parameters: [] });
  });
  const names = async (query: string) => {
    const { body } = await admin.call('GET', `/scim/groups/${staff}/members?${query}`);
    return body.members.map(({ name }: { name: string }) => name);
  };
  expect(await names('')).toEqual(['Leads', 'ann', 'Bob', 'Änne']);
  expect(await names('search=b')).toEqual(['Bob']);
  expect(await names('search=ann@')).toEqual(['ann']);
  expect((await admin.call('GET', `/scim/groups/${staff}`)).body).toMatchObject({
    members: 2504,
    reached: 4,
  });
});
