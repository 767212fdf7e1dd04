/** The same against `oidc-provider`: what it takes to prove, to link, and to be somebody by another claim. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  linkByAdmin,
  setProvider,
  unlink,
} from '../../packages/server/src/single-sign-on/index.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type RealProvider, startReal } from './real-provider.ts';
import { CLIENT_ID, CLIENT_SECRET } from './scripted-provider.ts';
import { Browser, CONFIG, contextOf, push } from './support.ts';

let server: TestServer;
let idp: RealProvider;
let jane: { userId: string; memberId: string };
let ahead = 0;
beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  server = await startServer({ clock, config: CONFIG });
  const callback = `${server.url}/v1/console/sso/${server.organization.id}/callback`;
  idp = await startReal([callback]);
  await setProvider(server.app, contextOf(server), {
    ...{ issuer: idp.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
    ...{ connection: 'Default', enabled: true },
  });
  jane = await push(server, 'jane');
});
afterEach(() => {
  ahead = 0;
});
afterAll(async () => {
  await server.close();
  await idp.close();
});

async function signIn(subject: string, jar?: Map<string, string>): Promise<Browser> {
  const browser = new Browser(server);
  const back = await idp.visit(await browser.start('acme', '/home'), subject, jar);
  expect(await browser.come(back)).toBe('/home');
  return browser;
}

const begin = async (browser: Browser, what: 'prove' | 'link', path = '/done') =>
  browser.call('POST', `/sso/${what}`, { return: path });

describe('a real provider', () => {
  it('signs people in', async () => {
    const browser = await signIn('jane');
    expect(await browser.memberId()).toBe(jane.memberId);
    const callback = await browser.start();
    expect(await browser.come(await idp.visit(callback, 'a stranger'))).toContain(
      'problem=unknown',
    );
  });

  it('another client than is registered there gets no answer, and nothing is started', async () => {
    await setProvider(server.app, contextOf(server), { clientSecret: 'a wrong secret' });
    const browser = new Browser(server);
    const back = await idp.visit(await browser.start(), 'jane');
    expect(await browser.come(back)).toContain('problem=rejected');
    expect(browser.session).toBeUndefined();
    await setProvider(server.app, contextOf(server), { clientSecret: CLIENT_SECRET });
  });

  it('says who people are by another claim, for whom it was set; links by the old one are gone', async () => {
    await setProvider(server.app, contextOf(server), { subjectClaim: 'oid' });
    expect(await rowsOf(server, 'select * from sso_identity')).toEqual([]);
    const max = await push(server, 'oid-max');
    const browser = await signIn('max');
    expect(await browser.memberId()).toBe(max.memberId);
    await setProvider(server.app, contextOf(server), { subjectClaim: 'sub' });
    expect(await browser.memberId()).toBeUndefined();
  });
});

describe('Lifetime: proving to be the one again (ASVS 7.5)', () => {
  it('by the provider, which asks anew; the session goes on with another cookie', async () => {
    const jar = new Map<string, string>();
    const browser = await signIn('jane', jar);
    const before = browser.session;
    const { status, body } = await begin(browser, 'prove');
    expect(status).toBe(200);
    const asked = new URL(String(body.url));
    expect(asked.searchParams.get('prompt')).toBe('login');
    expect(asked.searchParams.get('max_age')).toBe('0');
    expect((await begin(browser, 'link')).status).toBe(403);
    expect(await browser.come(await idp.visit(asked.href, 'jane', jar))).toBe('/done');
    expect(browser.session).not.toBe(before);
    expect(await browser.memberId()).toBe(jane.memberId);
    // What needs it is let through now, and not ten minutes later.
    expect((await begin(browser, 'link')).status).toBe(200);
    ahead = 11 * 60_000;
    expect((await begin(browser, 'link')).status).toBe(403);
    const old = new Browser(server);
    old.cookies.set('__Host-rollcall', before ?? '');
    expect(await old.memberId()).toBeUndefined();
  });

  it('a question that was softened in the browser proves nothing', async () => {
    const jar = new Map<string, string>();
    const browser = await signIn('jane', jar);
    const { body } = await begin(browser, 'prove');
    const url = new URL(String(body.url));
    url.searchParams.delete('prompt');
    url.searchParams.delete('max_age');
    const location = await browser.come(await idp.visit(url.href, 'jane', jar));
    expect(location).toContain('problem=not-recent');
    expect((await begin(browser, 'link')).status).toBe(403);
  });

  it('nor does somebody else who is signed in there, or another browser', async () => {
    const browser = await signIn('jane');
    const { body } = await begin(browser, 'prove');
    const back = await idp.visit(String(body.url), 'a stranger');
    expect(await browser.come(back)).toContain('problem=other-session');
    const again = await idp.visit(String((await begin(browser, 'prove')).body.url), 'jane');
    expect(await new Browser(server).come(again)).toContain('problem=unsolicited');
    const signedOut = await idp.visit(String((await begin(browser, 'prove')).body.url), 'jane');
    await browser.call('POST', '/sign-out', {});
    expect(await browser.come(signedOut)).toContain('problem=other-session');
  });

  it('a page elsewhere begins neither (CSRF)', async () => {
    const browser = await signIn('jane');
    for (const what of ['prove', 'link']) {
      const response = await browser.send(`${server.url}/v1/console/sso/${what}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' },
        body: '{}',
      });
      expect(response.status).toBe(403);
    }
  });
});

describe('links', () => {
  it('a member adds an identity of their own; that of another stays theirs', async () => {
    const jar = new Map<string, string>();
    const browser = await signIn('jane', jar);
    const prove = String((await begin(browser, 'prove')).body.url);
    expect(await browser.come(await idp.visit(prove, 'jane', jar))).toBe('/done');
    const link = async (subject: string) =>
      browser.come(await idp.visit(String((await begin(browser, 'link')).body.url), subject));
    expect(await link('jane-at-home')).toBe('/done');
    expect(await (await signIn('jane-at-home')).memberId()).toBe(jane.memberId);
    await push(server, 'kim');
    await signIn('kim');
    expect(await link('kim')).toContain('problem=taken');
    const { body } = await browser.call('GET', '/identities');
    expect((body.identities as { subject: string }[]).map(({ subject }) => subject).sort()).toEqual(
      ['jane', 'jane-at-home'],
    );
  });

  it('an administrator links and ends it, which ends the sessions; nobody is two members', async () => {
    const { ownerId: memberId } = server;
    const given = { memberId, subject: 'the-owner' };
    await linkByAdmin(server.app, contextOf(server), given);
    await linkByAdmin(server.app, contextOf(server), given);
    const browser = await signIn('the-owner');
    expect(await browser.memberId()).toBe(memberId);
    const { memberId: other } = jane;
    await expect(
      linkByAdmin(server.app, contextOf(server), { memberId: other, subject: 'the-owner' }),
    ).rejects.toThrow(memberId);
    await unlink(server.app, contextOf(server), memberId, 'the-owner');
    expect(await browser.memberId()).toBeUndefined();
    await expect(unlink(server.app, contextOf(server), memberId, 'the-owner')).rejects.toThrow(
      'no',
    );
    const audited = await rowsOf<{ action: string }>(
      server,
      `select action from audit where subject_id = '${memberId}' and action like 'member.identity%' order by seq`,
    );
    expect(audited.map(({ action }) => action)).toEqual([
      'member.identity_linked',
      'member.identity_unlinked',
    ]);
  });

  it.each(['', 'x'.repeat(256), 'a\u0000b', 'a\nb', '\ud800'])(
    'no subject: %j',
    async (subject) => {
      const given = { memberId: jane.memberId, subject };
      await expect(linkByAdmin(server.app, contextOf(server), given)).rejects.toThrow('subject');
      await expect(
        linkByAdmin(server.app, contextOf(server), { ...given, memberId: 'nobody', subject: 'x' }),
      ).rejects.toThrow('no member');
    },
  );
});
