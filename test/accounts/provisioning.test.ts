/** What identity providers can do to accounts and sessions: end access, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberById } from '../../packages/server/src/members/index.ts';
import { type Clients, clientsOf } from '../permissions/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addAccount, addPerson, Browser, countOf, type Person, signedIn } from './support.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

let server: TestServer;
let clients: Clients;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
});
afterAll(() => server.close());

let count = 0;

/** Somebody who came by SCIM and has an account. */
async function provisioned(): Promise<{ readonly userId: string; readonly person: Person }> {
  count += 1;
  const email = `p${count}@acme.test`;
  const userId = await clients.user(email);
  const memberId = await clients.memberOf(userId);
  return { userId, person: await addAccount(server, server, email, memberId) };
}

const ENDINGS: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
  'active: false': (userId) =>
    clients.patch(`/Users/${userId}`, { op: 'replace', path: 'active', value: false }),
  'a PUT that says inactive': (userId) =>
    clients.scim('PUT', `/Users/${userId}`, {
      schemas: [USER],
      userName: `x${userId}`,
      active: false,
    }),
  DELETE: (userId) => clients.scim('DELETE', `/Users/${userId}`),
};

describe('§5.6 and §3 Lifetime: deactivated means out, with the next request, on every node', () => {
  it.each(Object.keys(ENDINGS))('by %s', async (way) => {
    const { userId, person } = await provisioned();
    const browsers = [await signedIn(server, person), await signedIn(server, person)];
    await ENDINGS[way]?.(userId);
    for (const browser of browsers) {
      for (let node = 0; node < 4; node++) {
        expect((await browser.call('GET', '/me')).status).toBe(401);
      }
    }
    expect(await countOf(server, 'session', `member_id = '${person.memberId}'`)).toBe(0);
    expect((await new Browser(server).signIn(person.email)).status).toBe(401);
  });

  it('B7 who comes back signs in anew; a cookie of before is dead', async () => {
    const { userId, person } = await provisioned();
    const browser = await signedIn(server, person);
    const { cookie } = browser;
    await clients.patch(`/Users/${userId}`, { op: 'replace', path: 'active', value: false });
    await clients.patch(`/Users/${userId}`, { op: 'replace', path: 'active', value: true });
    browser.cookie = cookie;
    expect((await browser.call('GET', '/me')).status).toBe(401);
    expect((await browser.signIn(person.email)).status).toBe(200);
  });

  it('one who signs in while being deactivated is out afterwards', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId, person } = await provisioned();
      const browser = new Browser(server);
      const [answer] = await Promise.all([browser.signIn(person.email), ENDINGS.DELETE?.(userId)]);
      expect([200, 401]).toContain(answer.status);
      expect((await browser.call('GET', '/me')).status).toBe(401);
    }
  });
});

describe('§5.4 provisioning never changes an account', () => {
  it('whatever a connection sends, accounts are byte for byte as they were', async () => {
    const local = await addPerson(server, server, 'local@acme.test');
    const beta = await server.addTenant({ name: 'Beta' });
    const elsewhere = await addPerson(server, beta, 'elsewhere@beta.test');
    const { userId, person } = await provisioned();
    const sessions = [
      await signedIn(server, local),
      await signedIn(server, elsewhere),
      await signedIn(server, person),
    ];
    const before = await rowsOf(server, 'select * from account order by id');
    const emails = [{ value: 'elsewhere@beta.test', primary: true }];
    const password = 'harbour lantern 42 moss';
    for (const userName of ['local@acme.test', 'LOCAL@acme.test', 'elsewhere@beta.test']) {
      await clients.scim('POST', '/Users', { schemas: [USER], userName, emails, password });
    }
    for (const value of ['local@acme.test', 'elsewhere@beta.test', 'eve@evil.test']) {
      await clients.patch(`/Users/${userId}`, { op: 'replace', path: 'userName', value });
      await clients.patch(`/Users/${userId}`, { op: 'add', value: { emails: [{ value }] } });
      await clients.patch(`/Users/${userId}`, {
        op: 'replace',
        value: { password, displayName: value },
      });
    }
    const put = { schemas: [USER], userName: 'taken@evil.test', emails, password, active: true };
    await clients.scim('PUT', `/Users/${userId}`, put);
    expect(await rowsOf(server, 'select * from account order by id')).toEqual(before);
    for (const browser of sessions) expect((await browser.call('GET', '/me')).status).toBe(200);
    for (const { email } of [local, elsewhere, person]) {
      expect((await new Browser(server).signIn(email, password)).status).toBe(401);
      expect((await new Browser(server).signIn(email)).status).toBe(200);
    }
    const member = await memberById(server.app.reader, server.organization.id, person.memberId);
    expect(member.active).toBe(true);
  });
});
