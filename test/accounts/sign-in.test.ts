import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../packages/server/src/accounts/index.ts';
import { createMember, deactivateMember } from '../../packages/server/src/members/index.ts';
import { setSuspended } from '../../packages/server/src/organizations/index.ts';
import { signInRetentionJob } from '../../packages/server/src/sign-in/index.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import {
  addAccount,
  addPerson,
  Browser,
  contextOf,
  countOf,
  PASSWORD,
  type Person,
  signedIn,
} from './support.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Goes on through the file, as time does. */
let now = Date.parse('2026-11-25T08:00:00Z');
let server: TestServer;
let other: Tenant;
let ann: Person;
let count = 0;
beforeAll(async () => {
  server = await startServer({ clock: () => new Date(now), nodes: 2 });
  other = await server.addTenant({ name: 'Beta' });
});
afterAll(() => server.close());
beforeEach(async () => {
  count += 1;
  now += 24 * HOUR_MS;
  ann = await addPerson(server, server, `ann${count}@acme.test`);
});

/** It is written beside the answer. */
async function isSeen(): Promise<void> {
  const seen = new Date(now).toISOString();
  await expect.poll(() => countOf(server, 'session', `seen_at = '${seen}'`)).toBe(1);
}
const own = () => `member_id = '${ann.memberId}'`;
const statusOf = async (browser: Browser) => (await browser.call('GET', '/me')).status;

describe('§3 Session cookie: Secure, HttpOnly, opaque, and a new one at each sign-in', () => {
  it('has the name and the attributes that keep it where it belongs, and 256 bits', async () => {
    const browser = new Browser(server);
    const { status, headers, body } = await browser.signIn(ann.email.toUpperCase());
    expect(status).toBe(200);
    expect(body).toMatchObject({ signedIn: true, organization: { slug: 'acme' } });
    const set = headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^__Host-rollcall=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is kept as a digest alone', async () => {
    const { cookie = '' } = await signedIn(server, ann);
    const rows = await rowsOf<{ digest: Uint8Array }>(
      server,
      `select * from session where member_id = '${ann.memberId}'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.digest).toEqual(digestOf(cookie));
    expect(JSON.stringify(rows)).not.toContain(cookie);
  });

  it('fixation: a value that came before signing in is worth nothing afterwards', async () => {
    const browser = new Browser(server);
    const planted = 'x'.repeat(43);
    browser.cookie = planted;
    await browser.signIn(ann.email);
    expect(browser.cookie).not.toBe(planted);
    const attacker = new Browser(server);
    attacker.cookie = planted;
    expect(await statusOf(attacker)).toBe(401);
  });

  it('ASVS 7.2.4 signing in again ends what the browser was signed in with', async () => {
    const browser = await signedIn(server, ann);
    const { cookie } = browser;
    await browser.signIn(ann.email, 'walnut gravel anchor 8');
    expect(browser.cookie).toBe(cookie);
    expect(await statusOf(browser)).toBe(200);
    await browser.signIn(ann.email);
    expect(browser.cookie).not.toBe(cookie);
    expect(await statusOf(browser)).toBe(200);
    browser.cookie = cookie;
    expect(await statusOf(browser)).toBe(401);
  });

  it('a new value at step-up, and the one before it is dead', async () => {
    const browser = await signedIn(server, ann);
    const before = browser.cookie;
    const { status } = await browser.call('POST', '/prove', { password: PASSWORD });
    expect(status).toBe(204);
    expect(browser.cookie).not.toBe(before);
    expect(await statusOf(browser)).toBe(200);
    browser.cookie = before;
    expect(await statusOf(browser)).toBe(401);
  });

  it('other values, two values and none are nobody', async () => {
    const { cookie = '' } = await signedIn(server, ann);
    const values = [undefined, '', `${cookie}x`, cookie.slice(1), cookie.toLowerCase(), 'null'];
    for (const value of values) {
      const browser = new Browser(server);
      browser.cookie = value;
      expect(await statusOf(browser), String(value)).toBe(401);
    }
    const twice = { cookie: `__Host-rollcall=${cookie}; __Host-rollcall=${cookie}` };
    expect((await new Browser(server).call('GET', '/me', undefined, twice)).status).toBe(401);
    const named = { cookie: `rollcall=${cookie}; __host-rollcall=${cookie}` };
    expect((await new Browser(server).call('GET', '/me', undefined, named)).status).toBe(401);
  });
});

describe('§3 Lifetime', () => {
  it('idle for 30 minutes is over; used within them goes on, to the end of 12 hours', async () => {
    const idle = await signedIn(server, ann);
    const busy = await signedIn(server, ann);
    const end = now + 12 * HOUR_MS;
    now += 29 * MINUTE_MS;
    expect(await statusOf(busy)).toBe(200);
    await isSeen();
    now += MINUTE_MS;
    expect(await statusOf(idle)).toBe(401);
    while (now + 25 * MINUTE_MS < end) {
      now += 25 * MINUTE_MS;
      expect(await statusOf(busy)).toBe(200);
      await isSeen();
    }
    now = end - 1;
    expect(await statusOf(busy)).toBe(200);
    now = end;
    expect(await statusOf(busy)).toBe(401);
  });

  it('the use of a session is written once a minute at most', async () => {
    const browser = await signedIn(server, ann);
    now += MINUTE_MS - 1;
    expect(await statusOf(browser)).toBe(200);
    now += 1;
    expect(await statusOf(browser)).toBe(200);
    await isSeen();
  });

  it('what is over goes from the table', async () => {
    await signedIn(server, ann);
    now += 31 * MINUTE_MS;
    await signedIn(server, ann);
    await signInRetentionJob(server.app).run(new AbortController().signal);
    expect(await countOf(server, 'session')).toBe(1);
    now += 12 * HOUR_MS;
    await signInRetentionJob(server.app).run(new AbortController().signal);
    expect(await countOf(server, 'session')).toBe(0);
  });

  it('signing out ends this session alone', async () => {
    const [here, there] = [await signedIn(server, ann), await signedIn(server, ann)];
    const { cookie } = here;
    expect((await here.call('POST', '/sign-out')).status).toBe(204);
    expect(here.cookie).toBeUndefined();
    here.cookie = cookie;
    expect(await statusOf(here)).toBe(401);
    expect(await statusOf(there)).toBe(200);
  });

  it('one is ended by its id, which is no secret, and only by its owner', async () => {
    const [here, there] = [await signedIn(server, ann), await signedIn(server, ann)];
    const eve = await signedIn(server, await addPerson(server, server, `eve${count}@acme.test`));
    const { body } = await here.call('GET', '/sessions');
    expect(body.sessions).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain(there.cookie);
    const { id } = body.sessions.find(({ current }: { current: boolean }) => !current);
    expect((await eve.call('DELETE', `/sessions/${id}`)).status).toBe(404);
    expect(await statusOf(there)).toBe(200);
    expect((await here.call('DELETE', `/sessions/${id}`)).status).toBe(204);
    expect(await statusOf(there)).toBe(401);
    expect(await statusOf(here)).toBe(200);
    expect(await statusOf(eve)).toBe(200);
  });

  it('"sign out everywhere" leaves this one', async () => {
    const browsers = [await signedIn(server, ann), await signedIn(server, ann)];
    const here = await signedIn(server, ann);
    expect((await here.call('POST', '/sessions/end-others')).body).toEqual({ ended: 2 });
    for (const browser of browsers) expect(await statusOf(browser)).toBe(401);
    expect(await statusOf(here)).toBe(200);
  });

  it('an Org Admin ends those of anyone in the organisation, after proving to be the one', async () => {
    const boss = await signedIn(
      server,
      await addPerson(server, server, `boss${count}@acme.test`, true),
    );
    const browser = await signedIn(server, ann);
    const path = `/members/${ann.memberId}/sessions`;
    expect((await boss.call('GET', path)).body.sessions).toMatchObject([{ method: 'password' }]);
    now += 10 * MINUTE_MS + 1;
    const refused = await boss.call('DELETE', path);
    expect(refused.status).toBe(403);
    expect(refused.body.type).toBe('urn:rollcall:problem:proof-needed');
    expect(await statusOf(browser)).toBe(200);
    expect((await boss.call('POST', '/prove', { password: 'walnut gravel anchor 8' })).status).toBe(
      403,
    );
    expect((await boss.call('DELETE', path)).status).toBe(403);
    expect((await boss.call('POST', '/prove', { password: PASSWORD })).status).toBe(204);
    expect((await boss.call('DELETE', path)).body).toEqual({ ended: 1 });
    expect(await statusOf(browser)).toBe(401);
  });
});

describe('design.md §2 an account may be linked to members of several organisations', () => {
  let member: string;
  beforeEach(async () => {
    const input = { email: ann.email, orgAdmin: false, emailProven: true };
    ({ id: member } = await createMember(server.app, contextOf(server, other), input));
    await addAccount(server, other, ann.email, member);
  });

  it('asks which, tells nobody else, and starts a session in that one', async () => {
    const browser = new Browser(server);
    const asked = await browser.signIn(ann.email);
    expect(asked.status).toBe(200);
    expect(asked.body.signedIn).toBe(false);
    expect(asked.body.organizations.map(({ slug }: { slug: string }) => slug)).toEqual([
      'acme',
      'beta',
    ]);
    expect(browser.cookie).toBeUndefined();
    expect(await countOf(server, 'session', own())).toBe(0);
    expect((await browser.signIn(ann.email, undefined, 'gamma')).body.signedIn).toBe(false);
    await browser.signIn(ann.email, undefined, 'beta');
    const { body } = await browser.call('GET', '/me');
    expect(body).toMatchObject({
      organization: { slug: 'beta' },
      member: { id: member },
      account: { email: ann.email, hasPassword: true },
      orgAdmin: false,
    });
    expect(body.organizations).toHaveLength(2);
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it('switching makes a session of its own, neither longer nor fresher, and ends the old one', async () => {
    const browser = await signedIn(server, ann, 'acme');
    const { cookie } = browser;
    const { session: before } = (await browser.call('GET', '/me')).body;
    now += 11 * MINUTE_MS;
    expect(
      (await browser.call('POST', '/organizations/switch', { organization: 'gamma' })).status,
    ).toBe(404);
    const switched = await browser.call('POST', '/organizations/switch', { organization: 'beta' });
    expect(switched.body).toMatchObject({ organization: { slug: 'beta' } });
    const { body } = await browser.call('GET', '/me');
    expect(body.organization.slug).toBe('beta');
    expect(body.session.expiresAt).toBe(before.expiresAt);
    expect(body.session.provenAt).toBe(before.provenAt);
    expect(body.session.id).not.toBe(before.id);
    browser.cookie = cookie;
    expect(await statusOf(browser)).toBe(401);
  });

  it('§5.6 out of one organisation is out of that one alone', async () => {
    const [here, there] = [
      await signedIn(server, ann, 'acme'),
      await signedIn(server, ann, 'beta'),
    ];
    await deactivateMember(server.app, contextOf(server, server), ann.memberId);
    expect(await statusOf(here)).toBe(401);
    expect(await statusOf(there)).toBe(200);
    expect(
      (await there.call('POST', '/organizations/switch', { organization: 'acme' })).status,
    ).toBe(404);
    const again = await new Browser(server).signIn(ann.email);
    expect(again.body).toMatchObject({ signedIn: true, organization: { slug: 'beta' } });
  });
});

describe('who may not sign in', () => {
  it('B7 a deactivated person is answered as an address that nobody has', async () => {
    const browser = await signedIn(server, ann);
    await deactivateMember(server.app, contextOf(server, server), ann.memberId);
    expect(await statusOf(browser)).toBe(401);
    expect(await countOf(server, 'session', own())).toBe(0);
    const out = await new Browser(server).signIn(ann.email);
    const unknown = await new Browser(server).signIn('nobody@acme.test');
    const wrong = await new Browser(server).signIn('admin@acme.test', 'something else 123');
    for (const answer of [out, unknown, wrong]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    expect([out.body, wrong.body]).toEqual([unknown.body, unknown.body]);
  });

  it('an organisation that is suspended says so to its own people, and comes back', async () => {
    const browser = await signedIn(server, ann);
    const context = contextOf(server, server);
    await setSuspended(server.app, context, true);
    expect((await browser.call('GET', '/me')).status).toBe(403);
    const refused = await new Browser(server).signIn(ann.email);
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('suspended');
    await setSuspended(server.app, context, false);
    expect(await statusOf(browser)).toBe(200);
  });
});

describe('bodies', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser(server);
  });

  it('CVE-2023-7028 an address is one text', async () => {
    for (const email of [
      ['ann@acme.test', 'eve@evil.test'],
      { $ne: '' },
      1,
      null,
      '',
      'x'.repeat(321),
    ]) {
      const body = { email, password: PASSWORD };
      expect((await browser.call('POST', '/sign-in', body)).status).toBe(400);
      expect((await browser.call('POST', '/password-reset', { email })).status).toBe(400);
    }
  });

  it('are JSON and have no more than is asked for', async () => {
    const body = { email: ann.email, password: PASSWORD };
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await browser.call('POST', '/sign-in', body, form)).status).toBe(415);
    const text = { 'content-type': 'text/plain' };
    expect((await browser.call('POST', '/sign-in', body, text)).status).toBe(415);
    expect((await browser.call('POST', '/sign-in', { ...body, admin: true })).status).toBe(400);
    expect(await countOf(server, 'session', own())).toBe(0);
  });
});
