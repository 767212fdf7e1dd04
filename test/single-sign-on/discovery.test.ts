/** OpenID Connect Discovery 1.0: what a provider says of itself is looked at, and remembered. */
import { generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testProvider } from '../../packages/server/src/single-sign-on/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type ScriptedProvider, startScripted } from './scripted-provider.ts';
import { Browser, CONFIG, push, refusals, setUp } from './support.ts';

const DOCUMENT = '/.well-known/openid-configuration';
const KEYS = '/keys';

let server: TestServer;
let idp: ScriptedProvider;
let ahead = 0;
beforeAll(async () => {
  const clock = () => new Date(Date.now() + ahead);
  server = await startServer({ clock, config: CONFIG });
  await push(server, 'jane');
});
beforeEach(async () => {
  idp = await startScripted();
  await setUp(server, idp, { connection: 'Default' });
});
afterEach(async () => {
  ahead = 0;
  await idp.close();
});
afterAll(() => server.close());

const start = async () => (await new Browser(server).start()).replace(server.url, '');
const count = (path: string) => idp.asked.filter((asked) => asked.path === path).length;
const test = () => testProvider(server.app, server.organization.id, server.url);
const UNREACHABLE = '/sign-in?problem=unreachable';

async function signIn(): Promise<string> {
  const browser = new Browser(server);
  return browser.come(idp.authorize(await browser.start(), 'jane'));
}

describe('what a provider says of itself', () => {
  it('is asked for once in ten minutes, by everybody together', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, start));
    for (const url of all) expect(url).toContain(`${idp.issuer}/authorize`);
    expect(count(DOCUMENT)).toBe(1);
    ahead = 10 * 60_000;
    await start();
    expect(count(DOCUMENT)).toBe(2);
  });

  it('nor is one asked on and on that does not answer', async () => {
    idp.instead = (_path, response) => {
      response.writeHead(500).end();
      return true;
    };
    for (let i = 0; i < 5; i++) expect(await start()).toBe(UNREACHABLE);
    expect(count(DOCUMENT)).toBe(1);
    idp.instead = undefined;
    ahead = 30_000;
    expect(await start()).toContain(`${idp.issuer}/authorize`);
  });

  it('§4.3 another issuer than is set up, also one that differs by a slash, is not believed', async () => {
    for (const issuer of [`${idp.issuer}/`, 'https://login.example.com', undefined, [idp.issuer]]) {
      idp.metadata = { issuer };
      expect(await test()).toMatchObject({ ok: false, message: expect.stringContaining('issuer') });
      expect(await start()).toBe(UNREACHABLE);
    }
  });

  it.each([
    { token_endpoint: undefined },
    { jwks_uri: 7 },
    { authorization_endpoint: 'javascript:alert(1)' },
    { token_endpoint: 'http://169.254.169.254/token' },
    { jwks_uri: 'file:///etc/passwd' },
  ])('with %j nobody is sent there', async (metadata) => {
    idp.metadata = metadata;
    expect((await test()).ok).toBe(false);
    expect(await start()).toBe(UNREACHABLE);
  });

  it('may be no page, and no redirect', async () => {
    const answers: ((response: import('node:http').ServerResponse) => void)[] = [
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('{}'),
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{'),
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('null'),
      (response) => response.writeHead(302, { location: DOCUMENT }).end(),
      (response) => response.destroy(),
    ];
    for (const answer of answers) {
      idp.instead = (_path, response) => {
        answer(response);
        return true;
      };
      expect((await test()).ok).toBe(false);
    }
  });

  it('sso test says what to enter there, and sends no secret', async () => {
    expect(await test()).toEqual({
      ok: true,
      message: expect.stringContaining('answers'),
      issuer: idp.issuer,
      redirectUri: `${server.url}/v1/console/sso/${server.organization.id}/callback`,
      algorithms: ['RS256'],
    });
    expect(idp.asked).toEqual([{ path: DOCUMENT, authorization: undefined, body: '' }]);
    idp.metadata = { id_token_signing_alg_values_supported: ['HS256', 'none'] };
    expect(await test()).toMatchObject({ ok: false, algorithms: [] });
  });
});

describe('keys of a provider', () => {
  it('are read once for several sign-ins, and not again for each token by an unknown key', async () => {
    for (let i = 0; i < 3; i++) expect(await signIn()).toBe('/');
    expect(count(KEYS)).toBe(1);
    const { privateKey } = await generateKeyPair('RS256');
    const { SignJWT } = await import('jose');
    const sign = (claims: object) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'new' }).sign(privateKey);
    for (let i = 0; i < 3; i++) {
      const browser = new Browser(server);
      const back = idp.authorize(await browser.start(), 'jane', { sign });
      expect(await browser.come(back)).toContain('problem=rejected');
    }
    expect(count(KEYS)).toBe(1);
  });

  it('that cannot be read let nobody in', async () => {
    idp.instead = (path, response) => {
      if (path !== KEYS) return false;
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      return true;
    };
    expect(await signIn()).toContain('problem=unreachable');
    expect((await refusals(server)).at(-1)).toMatchObject({
      problem: 'unreachable',
      reason: expect.stringContaining('redirects are not followed'),
    });
  });

  it('a secret goes to the token endpoint alone, in the form that the provider takes', async () => {
    idp.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    expect(await signIn()).toBe('/');
    for (const { path, authorization, body } of idp.asked) {
      expect(authorization).toBeUndefined();
      expect(body.includes('client_secret')).toBe(path === '/token');
    }
  });
});

describe('without --allow-private-addresses', () => {
  it('no provider in our own network is asked, not even for its documents', async () => {
    const guarded = await startServer({ config: { ...CONFIG, allowPrivateAddresses: false } });
    await expect(setUp(guarded, idp)).rejects.toThrow('https');
    const secure = idp.issuer.replace('http:', 'https:').replace(/:\d+$/, ':8443');
    await expect(setUp(guarded, { ...idp, issuer: secure })).rejects.toThrow('public address');
    const named = { ...idp, issuer: 'https://localhost:8443' };
    await setUp(guarded, named);
    const tested = await testProvider(guarded.app, guarded.organization.id, guarded.url);
    expect(tested).toMatchObject({ ok: false, message: expect.stringContaining('public address') });
    expect(await new Browser(guarded).start()).toBe(`${guarded.url}${UNREACHABLE}`);
    expect(idp.asked).toEqual([]);
    await guarded.close();
  });
});
