import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('E6 a request cannot take the log rows of others with it', () => {
  it.each([
    ['an emoji where a long body is cut', (at: number) => `${'x'.repeat(at)}😀😀😀`],
    ['a NUL', () => 'a\0b'],
    ['half a pair', () => 'a\ud83d'],
  ])('%s', async (_name, text) => {
    // Wherever the cut falls, one of two neighbours has a pair across it.
    for (const at of [16_300, 16_301]) {
      for (let shift = 0; shift < 40; shift++) {
        await server.scim('/Users', {
          method: 'POST',
          headers: { 'content-type': 'application/scim+json' },
          body: JSON.stringify({ schemas: ['x'], userName: text(at + shift) }),
        });
      }
    }
    const mark = `mark-${Math.random().toString(36).slice(2)}`;
    await server.scim('/Users?count=0', { headers: { 'x-request-id': mark } });
    const rows = await server.app.activity.recent({ limit: 1000 });
    expect(rows.map(({ requestId }) => requestId)).toContain(mark);
    expect(server.app.activity.dropped).toBe(0);
  });
});
