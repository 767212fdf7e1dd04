/**
 * The walkthrough from the first assignment to the last request, with the traffic of Okta, a real mail server
 * and, on PostgreSQL, a second node that the person's next request comes to.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INVITATION_MAIL_KINDS } from '../../packages/server/src/invitations/index.ts';
import { addPerson, Browser, PASSWORD, signedIn } from '../accounts/support.ts';
import { startSending, until } from '../mail/support.ts';
import { type Clients, clientsOf } from '../permissions/support.ts';
import { cases } from '../support/cases.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { startNode, startServer, type TestNode, type TestServer } from '../support/server.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const ROUNDS = cases(10);
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const NAMES = ['ann', 'ben', 'cleo'] as const;
const addressOf = (name: string) => `${name}@acme.test`;

let server: TestServer;
let node: TestNode | undefined;
/** The same service, as somebody sees it whose requests go to the other node. */
let elsewhere: TestServer;
let smtp: TestSmtp;
let clients: Clients;
let boss: Browser;
beforeAll(async () => {
  server = await startServer({ connection: { invitations: 'hold', dialect: 'okta' } });
  node = server.databaseUrl === undefined ? undefined : await startNode(server);
  const otherUrl = node?.baseUrl ?? server.baseUrl;
  elsewhere = { ...server, anyBaseUrl: () => otherUrl };
  smtp = await startSmtp();
  clients = await clientsOf(server);
  boss = await signedIn(server, await addPerson(server, server, 'boss@acme.test', true));
});
afterAll(async () => {
  expect(await brokenInvariants(server)).toEqual([]);
  await smtp.close();
  await node?.close();
  await server.close();
});

/** As Okta's template creates somebody who is assigned. */
function assign(name: string) {
  return clients.scim('POST', '/Users', {
    schemas: [USER],
    userName: addressOf(name),
    name: { givenName: name, familyName: 'Acme' },
    emails: [{ primary: true, value: addressOf(name), type: 'work' }],
    displayName: `${name} Acme`,
    locale: 'en-US',
    externalId: `00u${name}`,
    groups: [],
    password: 'Random-1234',
    active: true,
  });
}
const setActive = (user: string, active: boolean) =>
  clients.patch(`/Users/${user}`, { op: 'replace', value: { active } });
const codeTo = (address: string) => {
  const mail = smtp.mails.findLast(({ to }) => to.includes(address));
  return /\/join#(\S+)/.exec(String(mail?.parsed.text))?.[1] ?? '';
};

const users = new Map<string, string>();
let ann: Browser;
let member: string;
let group: string;

describe('walkthrough, people and access', () => {
  it('4.1 people who are assigned are created, and nobody is mailed while invitations are held', async () => {
    for (const name of NAMES) {
      const { status, body } = await assign(name);
      expect(status).toBe(201);
      users.set(name, body.id);
    }
    member = await clients.memberOf(users.get('ann') ?? '');
    const { body } = await boss.call('GET', '/invitations?state=held');
    expect(body.invitations.map(({ email }: { email: string }) => email).toSorted()).toEqual(
      NAMES.map(addressOf),
    );
    expect((await boss.call('GET', '/invitations/preview')).body).toMatchObject({
      recipients: 3,
      withoutAddress: 0,
    });
    expect(smtp.mails).toEqual([]);
  });

  it('4.1 released, three mails go out, each to one of them', async () => {
    expect((await boss.call('POST', '/invitations/release', {})).status).toBe(200);
    const sending = startSending(server.app, smtp.url, INVITATION_MAIL_KINDS);
    await until(() => smtp.mails.length === NAMES.length);
    await sending.close();
    expect(smtp.mails.map(({ to }) => to[0]).toSorted()).toEqual(NAMES.map(addressOf));
    expect(String(smtp.mails[0]?.parsed.subject)).toContain('Acme');
  });

  it('4.1 accepting sets up the sign-in: one of them joins, and signs in', async () => {
    const first = new Browser(elsewhere);
    const code = codeTo(addressOf('ann'));
    const { body } = await first.call('POST', '/invitations/look', { code });
    expect(body).toMatchObject({ email: addressOf('ann'), needs: 'newAccount' });
    const accepted = await first.call('POST', '/invitations/accept', { code, password: PASSWORD });
    expect(accepted.status).toBe(200);
    expect(
      (await first.call('POST', '/invitations/accept', { code, password: PASSWORD })).status,
    ).toBe(410);
    ann = new Browser(elsewhere);
    expect((await ann.signIn(addressOf('ann'))).body.signedIn).toBe(true);
    expect((await ann.call('GET', '/me')).body).toMatchObject({
      member: { id: member },
      orgAdmin: false,
      permissions: [],
    });
  });

  it('4.4 a group is pushed, and its membership follows by PATCH', async () => {
    const created = await clients.scim('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Sales',
      members: [],
    });
    expect(created.status).toBe(201);
    group = created.body.id;
    const value = NAMES.map((name) => ({ value: users.get(name), display: addressOf(name) }));
    const added = await clients.patch(`/Groups/${group}`, { op: 'add', path: 'members', value });
    expect(added.status).toBeLessThan(300);
    const { body } = await boss.call('GET', '/groups');
    expect(body.groups).toMatchObject([{ id: group, name: 'Sales' }]);
    // 4.4: its name is the identity provider's.
    expect((await boss.call('PUT', `/groups/${group}`, { name: 'Mine' })).status).toBe(403);
  });

  it('4.5 the Org Admin maps it to Contributor on an entry point: the check says yes at once', async () => {
    await clients.operator('PUT', '/entry-points/crm', { name: 'CRM' });
    expect(await clients.may(member, 'contributor', 'crm')).toBe(false);
    const grant = { entryPoint: 'crm', role: 'contributor', subject: { kind: 'group', id: group } };
    expect((await boss.call('PUT', '/grants', grant)).status).toBe(200);
    expect(await clients.may(member, 'contributor', 'crm')).toBe(true);
    expect(await clients.may(member, 'approver', 'crm')).toBe(false);
    const { body } = await ann.call('GET', '/me');
    expect(body.permissions).toMatchObject([
      {
        entryPoint: { key: 'crm' },
        role: 'contributor',
        because: [{ groups: [{ name: 'Sales' }] }],
      },
    ]);
  });

  it(`3.4 deactivated: the very next request to the other node is refused; back with the same id, ${ROUNDS} rounds`, {
    timeout: ROUNDS * 5000,
  }, async () => {
    const user = users.get('ann') ?? '';
    for (let round = 0; round < ROUNDS; round++) {
      const browser = await signedIn(elsewhere, {
        email: addressOf('ann'),
        memberId: member,
        accountId: '',
      });
      expect((await browser.call('GET', '/me')).status).toBe(200);
      expect((await setActive(user, false)).status).toBe(200);
      expect((await browser.call('GET', '/me')).status).toBe(401);
      expect(await clients.may(member, 'contributor', 'crm')).toBe(false);
      expect((await new Browser(elsewhere).signIn(addressOf('ann'))).status).toBe(401);
      const seen = await clients.scim('GET', `/Users/${user}`);
      expect(seen.body).toMatchObject({ id: user, active: false });
      const back = await setActive(user, true);
      expect(back.body).toMatchObject({ id: user, active: true });
      expect(await clients.memberOf(user)).toBe(member);
      expect(await clients.may(member, 'contributor', 'crm')).toBe(true);
      expect((await browser.call('GET', '/me')).status).toBe(401);
    }
    expect(
      (await boss.call('GET', `/receipts?member=${member}&limit=1000`)).body.receipts,
    ).toHaveLength(ROUNDS);
  });

  it('3.2 people who were never provisioned are in no list', async () => {
    const { body } = await clients.scim('GET', '/Users?startIndex=1&count=100');
    expect(body.Resources.map(({ userName }: { userName: string }) => userName).toSorted()).toEqual(
      NAMES.map(addressOf),
    );
  });
});
