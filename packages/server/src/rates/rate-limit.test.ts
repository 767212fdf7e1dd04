import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { RateLimit } from './rate-limit.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('design.md §7: requests a second with a burst', () => {
  it('n pass and n + 1 is 429 with whole seconds, before any work', async () => {
    server = await startServer({ config: { requestsPerSecond: 1, burst: 5 } });
    const post = (userName: string) =>
      server?.scim('/Users', {
        method: 'POST',
        headers: { 'content-type': 'application/scim+json' },
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName,
        }),
      });
    const statuses: unknown[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await post(`u${i}`))?.status);
    expect(statuses).toEqual([201, 201, 201, 201, 201]);
    const refused = await post('u5');
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(refused?.headers.get('content-type')).toContain('application/scim+json');
    expect(Object(await refused?.json()).status).toBe('429');

    const other = await server.addTenant({ name: 'Other' });
    const headers = { authorization: `Bearer ${other.token}` };
    expect((await server.scim('/Users', { headers })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const list = await server.scim('/Users?count=0');
    expect(Object(await list.json()).totalResults).toBe(5);
  });

  it('a connection has a rate of its own', async () => {
    server = await startServer({ config: { burst: 2 }, connection: { requestsPerSecond: 1 } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await server.scim('/Users')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('refills at the sustained rate, up to the burst', () => {
    const limit = new RateLimit(10);
    const taken = (at: number) => {
      for (let count = 0; ; count++) {
        try {
          limit.take({ organizationId: 'o', connectionId: 'c', perSecond: 50 }, at);
        } catch {
          return count;
        }
      }
    };
    expect(taken(0)).toBe(10);
    expect(taken(100)).toBe(5);
    expect(taken(100)).toBe(0);
    expect(taken(60_000)).toBe(10);
  });
});
