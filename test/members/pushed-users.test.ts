/** Users that were pushed, as Org Admins look at them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setOrgAdmin } from '../../packages/server/src/members/index.ts';
import { addPerson, Browser, contextOf, signedIn } from '../accounts/support.ts';
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

test('a link for the customer’s IT shows the guide and what has arrived, until it is ended', async () => {
  const asked = { connection: server.connectionId, product: 'okta' };
  const made = (await admin.call('POST', '/scim/set-up-links', asked)).body;
  const code = new URL(made.url).hash.slice(1);
  expect(made).toMatchObject({ product: 'okta', openedAt: null, url: expect.any(String) });
  const stranger = new Browser(server);
  const look = (given: string) => stranger.call('POST', '/scim/set-up-links/look', { code: given });
  const { status, body } = await look(code);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    organization: 'Acme',
    product: 'okta',
    baseUrl: server.baseUrl,
    groups: true,
    // Who it was about is for those alone who are signed in.
    progress: { users: 6, failure: { status: 409, path: '', detail: null } },
  });
  expect(JSON.stringify(body)).not.toContain('acme.test');
  const listed = (await admin.call('GET', '/scim/set-up-links')).body.links;
  expect(listed).toMatchObject([{ id: made.id, openedAt: expect.any(String) }]);
  expect(JSON.stringify(listed)).not.toContain(code);
  expect((await look(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`)).status).toBe(410);
  expect((await look('nothing')).status).toBe(410);
  expect((await admin.call('DELETE', `/scim/set-up-links/${made.id}`)).status).toBe(204);
  expect((await look(code)).status).toBe(410);
  const { body: audit } = await admin.call('GET', '/audit?action=set_up_link');
  expect(audit.rows.map(({ action }: { action: string }) => action)).toEqual([
    'set_up_link.revoked',
    'set_up_link.opened',
    'set_up_link.created',
  ]);
});

test('a link for the customer’s IT is good for as long as its maker may make one', async () => {
  const leaving = await addPerson(server, server, 'leaving@acme.test', true);
  const asked = { connection: server.connectionId, product: 'okta' };
  const made = await (await signedIn(server, leaving)).call('POST', '/scim/set-up-links', asked);
  const code = new URL(made.body.url).hash.slice(1);
  const look = () => new Browser(server).call('POST', '/scim/set-up-links/look', { code });
  expect((await look()).status).toBe(200);
  await setOrgAdmin(server.app, contextOf(server, server), leaving.memberId, false);
  expect((await look()).status).toBe(410);
});
