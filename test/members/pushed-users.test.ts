/** Users that were pushed, as Org Admins look at them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson, type Browser, signedIn } from '../accounts/support.ts';
import { change, pushGroup, pushUser } from '../support/push.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;
const ids: Record<string, string> = {};

beforeAll(async () => {
  server = await startServer({ connection: { invitations: 'hold' } });
  const boss = await addPerson(server, server, 'boss@acme.test', true);
  admin = await signedIn(server, boss);
  for (const name of ['Carl', 'ann', 'Anna', 'Bea']) {
    ids[name] = await pushUser(server, `u-${name}@acme.test`, { displayName: name });
  }
  ids.mail = await pushUser(server, 'zz-1', {
    displayName: 'Zara',
    emails: [{ value: 'anton@acme.test' }, { value: 'ant@acme.test', primary: true }],
  });
  // An Org Admin is never taken over by an address.
  ids.boss = await pushUser(server, 'boss@acme.test', { displayName: 'Boss' });
  await pushGroup(server, 'Staff', [ids.Anna ?? '']);
  await change(server, `/Users/${ids.Bea}`, { active: false });
});
afterAll(() => server.close());

async function all(query: string): Promise<string[]> {
  const names: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const answer: Awaited<ReturnType<Browser['call']>> = await admin.call(
      'GET',
      `/scim/users?limit=2&after=${after}${query}`,
    );
    expect(answer.status).toBe(200);
    names.push(...answer.body.users.map(({ name }: { name: string }) => name));
    after = answer.body.next;
  }
  return names;
}

test('users are listed by name, page by page, and found by how name, userName or address begin', async () => {
  expect(await all('')).toEqual(['ann', 'Anna', 'Bea', 'Boss', 'Carl', 'Zara']);
  expect(await all('&search=AN')).toEqual(['ann', 'Anna', 'Zara']);
  expect(await all('&search=u-')).toEqual(['ann', 'Anna', 'Bea', 'Carl']);
  expect(await all('&status=inactive')).toEqual(['Bea']);
  expect(await all('&status=active&search=b')).toEqual(['Boss']);
  expect(await all('&status=waiting')).toEqual(['Boss']);
  expect((await admin.call('GET', '/scim/users?connection=nowhere')).status).toBe(404);
});

test('a user is shown with its member, its groups, its invitation and the claim that it waits for', async () => {
  const { body } = await admin.call('GET', `/scim/users/${ids.Anna}`);
  expect(body).toMatchObject({
    active: true,
    connection: { name: 'Default' },
    groups: [{ name: 'Staff', via: null }],
    claim: null,
    person: { member: { displayName: 'Anna' }, invitation: { state: 'held' }, sessions: 0 },
    resource: { userName: 'u-Anna@acme.test', meta: { resourceType: 'User' } },
  });
  const boss = await admin.call('GET', `/scim/users/${ids.boss}`);
  expect(boss.body).toMatchObject({ person: null, claim: { decision: null } });
  expect((await admin.call('GET', '/scim/users/nobody')).status).toBe(404);
});

test('who is out is shown with the receipt of it, which is genuine', async () => {
  const { body } = await admin.call('GET', `/scim/users/${ids.Bea}`);
  expect(body.person).toMatchObject({
    member: { active: false },
    receipt: { genuine: true, memberId: body.person.member.id },
  });
});

test('a timeline tells old and new values and the groups that somebody came to', async () => {
  const { body } = await admin.call('GET', `/scim/users/${ids.Bea}/timeline`);
  expect(body.entries).toContainEqual(
    expect.objectContaining({
      action: 'user.updated',
      requestId: expect.any(String),
      detail: { old: { active: true }, new: { active: false } },
    }),
  );
  const staff = await pushGroup(server, 'Late', [ids.Anna ?? '', ids.Carl ?? '']);
  await change(server, `/Groups/${staff}`, { members: [{ value: ids.Anna }] });
  const carl = await admin.call('GET', `/scim/users/${ids.Carl}/timeline`);
  expect(carl.body.entries[0]).toMatchObject({
    action: 'group.members.changed',
    subjectId: staff,
    detail: { added: [], removed: [ids.Carl] },
  });
});

test('walkthrough 3.2: what arrives from the identity provider is seen', async () => {
  await server.scim('/Users?startIndex=1&count=2');
  const { body } = await admin.call('GET', '/scim/set-up');
  expect(body.baseUrl).toBe(server.baseUrl);
  expect(body.progress).toMatchObject({
    test: { id: expect.any(Number) },
    lookup: null,
    user: { id: expect.any(Number) },
    group: { id: expect.any(Number) },
    failure: null,
  });
  await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: '{"userName":"zz-1"}',
  });
  const failed = (await admin.call('GET', '/scim/set-up')).body.progress.failure;
  expect(failed).toMatchObject({ status: 409, explanation: { what: expect.any(String) } });
});

test('walkthrough 1.2: without a plan for it, the pages say which one is needed', async () => {
  const free = await server.addTenant({ name: 'Free', plan: 'free' });
  const boss = await addPerson(server, free, 'boss@free.test', true);
  const { body } = await (await signedIn(server, boss)).call('GET', '/scim/plan');
  expect(body).toEqual({
    name: 'Free',
    endedAt: null,
    users: false,
    groups: false,
    plansWithUsers: 'Team or Enterprise',
    plansWithGroups: 'Enterprise',
  });
});
