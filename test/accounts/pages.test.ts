/** The pages that links lead to: what they say of themselves, and that nothing in them is anybody's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const SHELLS = ['set-up', 'join', 'sign-in', 'sign-in-link', 'forgot-password', 'reset-password'];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const get = (path: string) => fetch(`${server.url}/${path}`);

describe('§3 CSP: pages', () => {
  it.each(SHELLS)(
    '/%s has nothing inline, is framed by nobody, and tells nobody its address',
    async (path) => {
      const response = await get(path);
      const policy = String(response.headers.get('content-security-policy'));
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const html = await response.text();
      expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
      // What it needs is there, also under a public URL with a path.
      for (const [, needed] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
        expect(needed).not.toMatch(/^\/|:/);
        expect((await get(String(needed))).status).toBe(200);
      }
    },
  );

  it('the script makes no markup of what it is told', async () => {
    const script = await (await get('assets/pages.js')).text();
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function/,
    );
  });

  it('an address that is not one of them is not found', async () => {
    for (const path of [
      'assets/',
      'assets/index.ts',
      'assets/../index.ts',
      'assets/%2e%2e/index.ts',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});
