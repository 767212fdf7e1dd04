/** Signing in by an identity provider, and everything that an answer of one must not be. */
import { createPublicKey } from 'node:crypto';
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createMember,
  deactivateMember,
  setOrgAdmin,
} from '../../packages/server/src/members/index.ts';
import { setSuspended } from '../../packages/server/src/organizations/index.ts';
import { endSessionsFor } from '../../packages/server/src/sign-in/index.ts';
import { linkByAdmin, setProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { localPath } from '../../packages/server/src/single-sign-on/local-path.ts';
import { addPerson, PASSWORD } from '../accounts/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type Lie,
  type ScriptedProvider,
  startScripted,
} from './scripted-provider.ts';
import { Browser, CONFIG, contextOf, push, refusals, setUp } from './support.ts';

const problem = (code: string) => `/sign-in?problem=${code}&organization=acme`;

let server: TestServer;
let idp: ScriptedProvider;
let jane: { userId: string; memberId: string };
/** How far ahead the service's clock is, milliseconds. */
let ahead = 0;
beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  server = await startServer({ clock, config: CONFIG });
  idp = await startScripted();
  await setUp(server, idp);
  jane = await push(server, 'jane');
});
afterEach(() => {
  ahead = 0;
});
afterAll(async () => {
  await server.close();
  await idp.close();
});

/** One way there and back; what the browser is sent to. */
async function way(subject: string, lie?: Lie, browser = new Browser(server)): Promise<string> {
  const location = await browser.come(idp.authorize(await browser.start(), subject, lie));
  if (location.startsWith('/sign-in')) expect(browser.session).toBeUndefined();
  return location;
}

async function reason(): Promise<string> {
  return (await refusals(server)).at(-1)?.reason ?? '';
}

describe('OpenID Connect Core §3.1: the code flow', () => {
  it('signs in the member of the user that the same provider pushed, and goes on where it was', async () => {
    const browser = new Browser(server);
    const url = new URL(await browser.start('acme', '/members?page=2'));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      scope: 'openid',
      code_challenge_method: 'S256',
      redirect_uri: `${server.url}/v1/console/sso/${server.organization.id}/callback`,
    });
    expect(await browser.come(idp.authorize(url.href, 'jane'))).toBe('/members?page=2');
    expect(await browser.memberId()).toBe(jane.memberId);
    const [session] = await rowsOf<{ method: string; account_id: string | null }>(
      server,
      `select method, account_id from session where member_id = '${jane.memberId}'`,
    );
    expect(session).toMatchObject({ method: 'oidc', account_id: null });
    const linked = await rowsOf<{ subject: string }>(
      server,
      `select subject from sso_identity where member_id = '${jane.memberId}'`,
    );
    expect(linked).toEqual([{ subject: 'jane' }]);
    expect(await rowsOf(server, 'select * from sso_attempt')).toEqual([]);
  });

  it('cookies are for this host alone, out of reach of scripts and of other sites', async () => {
    const url = `${server.url}/v1/console/sso/acme/start`;
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.getSetCookie().join()).toMatch(
      /^__Host-rollcall-sso=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
  });

  it('a session is another than the one before (fixation), and two ways at once both end well', async () => {
    const browser = new Browser(server);
    browser.cookies.set('__Host-rollcall', 'a'.repeat(43));
    const one = await browser.start('acme', '/one');
    const two = await browser.start('acme', '/two');
    expect(await browser.come(idp.authorize(one, 'jane'))).toBe('/one');
    const first = browser.session ?? '';
    expect(first).not.toBe('a'.repeat(43));
    // To begin ends nothing; to come back does.
    await browser.start();
    expect(await browser.memberId()).toBe(jane.memberId);
    expect(await browser.come(idp.authorize(two, 'jane'))).toBe('/two');
    expect(browser.session).not.toBe(first);
    const before = new Browser(server);
    before.cookies.set('__Host-rollcall', first);
    expect(await before.memberId()).toBeUndefined();
  });

  it.each(['ES256', 'EdDSA', 'PS256'])('takes ID tokens signed by %s', async (alg) => {
    const other = await startScripted(alg);
    const tenant = await server.addTenant({ name: `By ${alg}` });
    await setUp(server, other, {}, tenant);
    const browser = new Browser(server);
    const url = await browser.start(tenant.organization.slug);
    // Nobody there has this subject: it was believed, and is not known.
    expect(await browser.come(other.authorize(url, 'nobody'))).toContain('problem=unknown');
    await other.close();
  });

  it('IPSIE SL1: session_expiry ends the session if the provider is to be followed in it', async () => {
    const soon = Math.floor(Date.now() / 1000) + 3600;
    const end = new Date(soon * 1000).toISOString();
    const lie = { claims: { session_expiry: soon } };
    const ends = async () => {
      const rows = await rowsOf<{ expires_at: string }>(
        server,
        `select expires_at from session where member_id = '${jane.memberId}' order by id`,
      );
      return rows.at(-1)?.expires_at;
    };
    expect(await way('jane', lie)).toBe('/');
    expect(await ends()).not.toBe(end);
    await setProvider(server.app, contextOf(server), { honoursSessionExpiry: true });
    expect(await way('jane', lie)).toBe('/');
    expect(await ends()).toBe(end);
    expect(await way('jane', { claims: { session_expiry: soon - 7200 } })).toBe(
      problem('rejected'),
    );
    await setProvider(server.app, contextOf(server), { honoursSessionExpiry: false });
  });
});

describe('B8 an account is found by issuer and subject alone', () => {
  it('an unknown subject with the address of a member is nobody', async () => {
    const claims = { email: 'jane@acme.test', email_verified: true };
    expect(await way('somebody-else', { claims })).toBe(problem('unknown'));
    const owner = { email: `admin@acme.test`, email_verified: true, preferred_username: 'admin' };
    expect(await way('admin@acme.test', { claims: owner })).toBe(problem('unknown'));
    const rows = await rowsOf<{ subject: string }>(server, 'select subject from sso_identity');
    expect(rows).toEqual([{ subject: 'jane' }]);
  });

  it('the same subject of another issuer is somebody else', async () => {
    const other = await startScripted();
    const tenant = await server.addTenant({ name: 'Other Issuer' });
    await setUp(server, other, {}, tenant);
    const browser = new Browser(server);
    const url = await browser.start(tenant.organization.slug);
    expect(await browser.come(other.authorize(url, 'jane'))).toContain('problem=unknown');
    await other.close();
  });

  it('two active users with one externalId, or a provider without a connection, link nobody', async () => {
    await push(server, 'twice', 'one@acme.test');
    await push(server, 'twice', 'two@acme.test');
    expect(await way('twice')).toBe(problem('unknown'));
    await push(server, 'lonely');
    await setProvider(server.app, contextOf(server), { connection: null });
    expect(await way('lonely')).toBe(problem('unknown'));
    await setProvider(server.app, contextOf(server), { connection: 'Default' });
    expect(await way('lonely')).toBe('/');
  });
});

describe('SSO (ASVS 6.8, 10.5): answers that are not to be believed', () => {
  const claims: Record<string, [Readonly<Record<string, unknown>>, string]> = {
    'another audience': [{ aud: 'another-client' }, 'aud'],
    'more audiences and no authorised party': [{ aud: [CLIENT_ID, 'more'] }, 'aud'],
    'another authorised party': [{ azp: 'another-client' }, 'azp'],
    'more audiences for another party': [{ aud: [CLIENT_ID, 'more'], azp: 'another' }, 'azp'],
    'another nonce': [{ nonce: 'that-of-another-sign-in' }, 'nonce'],
    'no nonce': [{ nonce: undefined }, 'nonce'],
    'another issuer': [{ iss: 'https://login.example.com' }, 'iss'],
    'an expiry in the past': [{ exp: Math.floor(Date.now() / 1000) - 3600 }, 'exp'],
    'no expiry': [{ exp: undefined }, 'exp'],
    'a time in the future': [{ iat: Math.floor(Date.now() / 1000) + 3600 }, 'iat'],
    'no subject': [{ sub: undefined }, 'sub'],
    'a subject that is no text': [{ sub: ['jane'] }, 'sub'],
  };

  it.each(Object.keys(claims))('%s', async (name) => {
    const [lies, claim] = claims[name] ?? [{}, ''];
    expect(await way('jane', { claims: lies })).toBe(problem('rejected'));
    expect(await reason()).toContain(claim);
  });

  it('alg none', async () => {
    const sign = (given: object) => new UnsecuredJWT({ ...given }).encode();
    expect(await way('jane', { sign })).toBe(problem('rejected'));
    expect(await reason()).toContain('alg');
  });

  it('HS256 with the public key, and with the client secret, also if the provider offers it', async () => {
    const spki = await exportSPKI(idp.publicKey);
    idp.metadata = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] };
    await server.app.identityProviders.findAfresh(idp.issuer);
    const der = createPublicKey(spki).export({ type: 'spki', format: 'der' });
    for (const key of [spki, der, CLIENT_SECRET]) {
      const sign = (given: object) =>
        new SignJWT({ ...given }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(key));
      expect(await way('jane', { sign })).toBe(problem('rejected'));
      expect(await reason()).toContain('alg');
    }
    idp.metadata = {};
    await server.app.identityProviders.findAfresh(idp.issuer);
  });

  it('a signature by another key, and one that was cut off', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await way('jane', { sign: (given) => idp.sign(given, privateKey) })).toBe(
      problem('rejected'),
    );
    expect(await reason()).toContain('signature');
    const sign = async (given: object) => (await idp.sign({ ...given })).replace(/[^.]+$/, '');
    expect(await way('jane', { sign })).toBe(problem('rejected'));
  });

  it('RFC 9207: an answer of another provider (mix-up), or one that does not say whose it is', async () => {
    expect(await way('jane', { iss: 'https://login.example.com' })).toBe(problem('rejected'));
    expect(await reason()).toContain('iss');
    expect(await way('jane', { iss: null })).toBe(problem('rejected'));
    expect(idp.asked.filter(({ path }) => path === '/token').at(-1)?.body).not.toContain(
      'undefined',
    );
  });

  it('RFC 9700 §4.4.2: an answer for one organisation is none for another', async () => {
    const other = await startScripted();
    const tenant = await server.addTenant({ name: 'Mixed Up' });
    await setUp(server, other, {}, tenant);
    const browser = new Browser(server);
    const back = idp.authorize(await browser.start(), 'jane');
    const elsewhere = back.replace(server.organization.id, tenant.organization.id);
    expect(await browser.come(elsewhere)).toContain('problem=unsolicited');
    expect(browser.session).toBeUndefined();
    expect(other.asked.filter(({ path }) => path === '/token')).toEqual([]);
    await other.close();
  });

  it('an answer that nobody asked for', async () => {
    const before = idp.asked.length;
    const callback = `${server.url}/v1/console/sso/${server.organization.id}/callback`;
    for (const query of ['', '?code=x', '?code=x&state=', '?code=x&state=y', '?state=a&state=b']) {
      expect(await new Browser(server).come(callback + query)).toBe(problem('unsolicited'));
    }
    const nowhere = `${server.url}/v1/console/sso/0000000000/callback?code=x&state=y`;
    expect(await new Browser(server).come(nowhere)).toBe('/sign-in?problem=unsolicited');
    // Promise 3: nobody learns by its short name whether there is an organisation.
    const guessed = callback.replace(server.organization.id, server.organization.slug);
    expect(await new Browser(server).come(guessed)).toBe('/sign-in?problem=unsolicited');
    expect(idp.asked.length).toBe(before);
  });

  it('login CSRF: the answer of somebody else, in a browser with and without a way of its own', async () => {
    const attacker = new Browser(server);
    const back = () => attacker.start().then((url) => idp.authorize(url, 'jane'));
    const before = idp.asked.filter(({ path }) => path === '/token').length;
    const victim = new Browser(server);
    expect(await victim.come(await back())).toBe(problem('unsolicited'));
    await victim.start();
    const url = await back();
    expect(await victim.come(url)).toBe(problem('unsolicited'));
    expect(victim.session).toBeUndefined();
    // Nor is it good any more in the browser that it was for.
    expect(await attacker.come(url)).toBe(problem('expired'));
    expect(idp.asked.filter(({ path }) => path === '/token').length).toBe(before);
  });

  it('the same answer again, and the code of an answer with the state of another', async () => {
    const browser = new Browser(server);
    const back = idp.authorize(await browser.start(), 'jane');
    expect(await browser.come(back)).toBe('/');
    expect(await browser.come(back)).toBe(problem('unsolicited'));
    const fresh = new Browser(server);
    const stolen = idp.authorize(await new Browser(server).start(), 'jane');
    const own = new URL(idp.authorize(await fresh.start(), 'jane'));
    own.searchParams.set('code', new URL(stolen).searchParams.get('code') ?? '');
    expect(await fresh.come(own.href)).toBe(problem('rejected'));
    expect(await reason()).toContain('invalid_grant');
  });

  it('an answer that came too late', async () => {
    const browser = new Browser(server);
    const back = idp.authorize(await browser.start(), 'jane');
    ahead = 10 * 60_000;
    expect(await browser.come(back)).toBe(problem('expired'));
  });

  it('the provider says no: its words reach no page, and the log in a harmless form', async () => {
    const browser = new Browser(server);
    const url = new URL(idp.authorize(await browser.start(), 'jane'));
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied\n\u001b[31m<script>');
    url.searchParams.set('error_description', '<script>');
    expect(await browser.come(url.href)).toBe(problem('denied'));
    expect(await reason()).toMatch(/^access_denied[\w.-]*$/);
  });
});

describe('who may not come in', () => {
  it('B7 a member who was deactivated, by the provider or here, and comes back with it', async () => {
    const gone = await push(server, 'gone');
    const patch = (active: boolean) =>
      server.scim(`/Users/${gone.userId}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', value: { active } }],
        }),
      });
    const browser = new Browser(server);
    expect(await way('gone', undefined, browser)).toBe('/');
    await patch(false);
    expect(await browser.memberId()).toBeUndefined();
    expect(await way('gone')).toBe(problem('inactive'));
    expect((await refusals(server)).at(-1)?.problem).toBe('inactive');
    await patch(true);
    expect(await way('gone')).toBe('/');

    const { id } = await createMember(server.app, contextOf(server), {
      ...{ email: 'local@acme.test', orgAdmin: false, emailProven: true },
    });
    await deactivateMember(server.app, contextOf(server), id);
    const before = await rowsOf(server, 'select * from sso_identity');
    expect(await way('local@acme.test')).toBe(problem('unknown'));
    expect(await rowsOf(server, 'select * from sso_identity')).toEqual(before);
  });

  it('a provider that is turned off: nobody begins, who is on the way does not arrive, nobody stays', async () => {
    const signedIn = new Browser(server);
    expect(await way('jane', undefined, signedIn)).toBe('/');
    const browser = new Browser(server);
    const back = idp.authorize(await browser.start(), 'jane');
    await setProvider(server.app, contextOf(server), { enabled: false });
    const asked = idp.asked.length;
    expect(await browser.come(back)).toBe(problem('disabled'));
    expect((await refusals(server)).at(-1)?.problem).toBe('disabled');
    expect(await browser.start()).toBe(`${server.url}/sign-in?problem=not-available`);
    expect(await signedIn.memberId()).toBeUndefined();
    expect(idp.asked.length).toBe(asked);
    await setProvider(server.app, contextOf(server), { enabled: true });
  });

  it('a provider that became another one while it was asked', async () => {
    const browser = new Browser(server);
    const sign = async (claims: object) => {
      await setProvider(server.app, contextOf(server), { subjectClaim: 'other' });
      return idp.sign({ ...claims });
    };
    const back = idp.authorize(await browser.start(), 'jane', { sign });
    expect(await browser.come(back)).toBe(problem('disabled'));
    expect(browser.session).toBeUndefined();
    await setProvider(server.app, contextOf(server), { subjectClaim: 'sub' });
    expect(await way('jane')).toBe('/');
  });

  it('a suspended organisation; one without a provider; none: who begins learns no difference', async () => {
    const browser = new Browser(server);
    const back = idp.authorize(await browser.start(), 'jane');
    await setSuspended(server.app, contextOf(server), true);
    expect(await browser.come(back)).toBe(problem('suspended'));
    const suspended = await browser.start();
    await setSuspended(server.app, contextOf(server), false);
    const tenant = await server.addTenant({ name: 'No Provider' });
    const without = await browser.start(tenant.organization.slug);
    expect([suspended, without, await browser.start('nobody-has-this')]).toEqual(
      Array(3).fill(`${server.url}/sign-in?problem=not-available`),
    );
  });

  it('too many ways from one address, until their time is over', async () => {
    const tenant = await server.addTenant({ name: 'Crowded' });
    await setUp(server, idp, {}, tenant);
    const { slug } = tenant.organization;
    const browser = new Browser(server);
    for (let i = 0; i < 100; i++) expect(await browser.start(slug)).toContain(idp.issuer);
    expect(await browser.start(slug)).toBe(`${server.url}/sign-in?problem=too-many`);
    ahead = 10 * 60_000;
    expect(await browser.start(slug)).toContain(idp.issuer);
  });
});

describe('CWE-601: no way ends elsewhere', () => {
  it('a place that is no path of ours is refused, and nothing begins', async () => {
    for (const path of [
      ...['//evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example', 'evil'],
      ...['/\t/evil.example', '/\n/evil.example', 'javascript:alert(1)', '', ' /x', '/a b', '/é'],
      ...['https:evil.example', 'https:/evil.example', '///evil.example', '/x'.repeat(600)],
    ]) {
      const url = `${server.url}/v1/console/sso/acme/start?return=${encodeURIComponent(path)}`;
      const response = await fetch(url, { redirect: 'manual' });
      expect([path, response.status]).toEqual([path, 400]);
      expect(await response.text()).toContain('return has to be a path');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    expect(
      await rowsOf(server, "select * from sso_attempt where return_path like '%evil%'"),
    ).toEqual([]);
  });

  it('where a part of a host is ours, no path leads out of it', () => {
    const part = 'https://example.test/rollcall';
    expect(localPath('/members?a=b#c', part)).toBe('/members?a=b#c');
    expect(localPath(undefined, part)).toBe('/');
    for (const path of ['/../elsewhere', '/%2e%2e/elsewhere', '/x/../../elsewhere']) {
      expect(() => localPath(path, part)).toThrow('return has to be a path');
    }
  });
});

describe('what ends while the provider is asked', () => {
  it('a session that was ended meanwhile links nobody', async () => {
    const person = await addPerson(server, server, 'linker@acme.test');
    const browser = new Browser(server);
    const typed = { email: person.email, password: PASSWORD };
    expect((await browser.call('POST', '/sign-in', typed)).status).toBe(200);
    const { status, body } = await browser.call('POST', '/sso/link', {});
    expect(status).toBe(200);
    const sign = async (claims: object) => {
      // "Sign out everywhere", by the owner of the session that somebody else has.
      await endSessionsFor(server.app, contextOf(server), person.memberId);
      return idp.sign({ ...claims });
    };
    const back = idp.authorize(String(body.url), 'backdoor', { sign });
    expect(await browser.come(back)).toBe(problem('other-session'));
    const linked = `select subject from sso_identity where member_id = '${person.memberId}'`;
    expect(await rowsOf(server, linked)).toEqual([]);
  });
});

describe('C3 provisioning makes nobody an Org Admin', () => {
  it('a key that SCIM writes links nobody to one: it takes a person to do that', async () => {
    const admin = await push(server, 'admin-by-hand');
    await setOrgAdmin(server.app, contextOf(server), admin.memberId, true);
    // Whoever has the token of the connection, and an account of their own at the provider.
    const patched = await server.scim(`/Users/${admin.userId}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: { externalId: 'an-ordinary-employee' } }],
      }),
    });
    expect(patched.status).toBe(200);
    expect(await way('an-ordinary-employee')).toBe(problem('unknown'));
    await linkByAdmin(server.app, contextOf(server), { ...admin, subject: 'the-real-one' });
    expect(await way('the-real-one')).toBe('/');
    expect(await way('an-ordinary-employee')).toBe(problem('unknown'));
  });
});
