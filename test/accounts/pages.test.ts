/** The console as the server sends it: one page for people's addresses, its files, and what they say of themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const ADDRESSES = ['', 'set-up', 'join', 'sign-in', 'reset-password', 'overview', 'no-such-page'];
/** What a browser says that it takes when somebody follows a link. */
const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const YEAR_SECONDS = 31_536_000;

let server: TestServer;
/** Its public URL has a path, which a proxy in front cuts off. */
let below: TestServer;
beforeAll(async () => {
  [server, below] = await Promise.all([
    startServer(),
    startServer({ config: { publicUrl: 'https://acme.test/people' } }),
  ]);
});
afterAll(() => Promise.all([server.close(), below.close()]));

const get = (path: string, headers: Record<string, string> = { accept: HTML }, at = server) =>
  fetch(`${at.url}/${path}`, { headers });
const nonceOf = (html: string) => /name="style-nonce" content="([^"]+)"/.exec(html)?.[1];
/** The files that a page asks for. */
const neededBy = (html: string) =>
  [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');

describe('§3 CSP: pages', () => {
  it.each(ADDRESSES)(
    '/%s has nothing inline, is framed by nobody, and tells nobody its address',
    async (path) => {
      const response = await get(path);
      const html = await response.text();
      expect(response.status).toBe(200);
      const { headers } = response;
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonceOf(html)}'; ` +
          "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'self'; " +
          "form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
    },
  );

  it('a nonce is for one answer', async () => {
    const nonces = await Promise.all(
      [1, 2, 3].map(async () => nonceOf(await (await get('sign-in')).text())),
    );
    expect(new Set(nonces).size).toBe(3);
    for (const nonce of nonces) expect(Buffer.from(String(nonce), 'base64')).toHaveLength(16);
  });

  it('over https the browser is told to stay there', async () => {
    const secure = (await get('sign-in', undefined, below)).headers;
    expect(secure.get('strict-transport-security')).toContain(`max-age=${YEAR_SECONDS}`);
    expect((await get('sign-in')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('files', () => {
  it('what a page needs is there, never changes under its name, and may be kept for a year', async () => {
    const needed = neededBy(await (await get('')).text());
    expect(needed.some((path) => path.endsWith('.js'))).toBe(true);
    for (const path of needed) {
      // Relative to the <base>, so that it is found under a public URL with a path, too.
      expect(path).toMatch(/^\.\//);
      const { status, headers } = await get(path, {});
      expect(status).toBe(200);
      const isNamedByContent = path.startsWith('./assets/');
      expect(headers.get('cache-control')).toBe(
        isNamedByContent ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('come in the encoding that a browser prefers, of those that it takes', async () => {
    const needed = neededBy(await (await get('')).text());
    const script = needed.find((path) => path.endsWith('.js')) ?? '';
    const sent = async (accepted: string) => {
      const response = await get(script, { 'accept-encoding': accepted });
      const text = await response.text();
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      return { encoding: response.headers.get('content-encoding'), text };
    };
    const plain = await sent('identity');
    expect(plain.encoding).toBeNull();
    expect(await sent('gzip, deflate, br')).toEqual({ encoding: 'br', text: plain.text });
    expect(await sent('gzip')).toEqual({ encoding: 'gzip', text: plain.text });
  });

  it('under a public URL with a path, addresses begin there', async () => {
    const html = await (await get('overview', undefined, below)).text();
    expect(html).toContain('<base href="/people/"');
    expect(await (await get('overview')).text()).toContain('<base href="/"');
    for (const path of neededBy(html)) {
      expect((await get(path, {}, below)).status).toBe(200);
    }
  });

  it.each([
    ...['assets/', 'assets/index.html', 'assets/..%2findex.html', 'assets/%2e%2e/index.html'],
    ...['.made-of', 'index.html', '..%2f..%2fpackage.json'],
  ])('there is no file %s', async (path) => {
    expect((await get(path, {})).status).toBe(404);
  });
});

describe('who is no person with a browser', () => {
  it.each([
    ['an API client', 'sign-in', 'application/json'],
    ['whatever takes anything', 'sign-in', '*/*'],
    ['whoever is below /v1', 'v1/no-such-thing', HTML],
  ])('%s gets problem details', async (_who, path, accept) => {
    const response = await get(path, { accept });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('nothing is posted to a page', async () => {
    const response = await fetch(`${server.url}/sign-in`, {
      method: 'POST',
      headers: { accept: HTML },
    });
    expect(response.status).toBe(404);
  });
});

describe('what the page to sign in is told', () => {
  const told = async (query: string): Promise<{ isSetUp: boolean; problem: string | null }> => {
    const response = await get(`v1/console/sign-in${query}`, { accept: 'application/json' });
    return (await response.json()) as { isSetUp: boolean; problem: string | null };
  };

  it('whether anybody has an account, and nothing else of anybody', async () => {
    expect(await told('')).toEqual({ isSetUp: false, problem: null });
  });

  it('what a problem on the way to the identity provider means', async () => {
    const { problem } = await told('?problem=unknown');
    expect(problem).toContain('no member is linked to you');
    for (const strange of ['__proto__', 'constructor', '<b>', '']) {
      const answer = await told(`?problem=${encodeURIComponent(strange)}`);
      expect(answer.problem).toBe('Signing in did not work. Try again.');
    }
  });
});
