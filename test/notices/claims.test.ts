import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listClaims, separateClaim } from '../../packages/server/src/members/index.ts';
import { listNotices, noticeJobs } from '../../packages/server/src/notices/index.ts';
import { contextOf, mailRows } from '../mail/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

const HOUR_MS = 3_600_000;

let now: number;
let server: TestServer;
beforeEach(async () => {
  now = Date.parse('2027-03-01T01:00:00.000Z');
  server = await startServer({ clock: () => new Date(now), connection: { linkPolicy: 'ask' } });
});
afterEach(() => server.close());

const check = () => noticeJobs(server.app)[0]?.run(new AbortController().signal);
const current = () => listNotices(server.app.reader, server.organization.id);

/** A user with the address of the Org Admin, which makes a claim. */
async function claim(userName: string): Promise<void> {
  const response = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      emails: [{ value: `admin@${server.organization.slug}.test`, primary: true }],
    }),
  });
  expect(response.status).toBe(201);
}

describe('design.md §4, linking: claims that wait are mailed once a day', () => {
  it('one digest a day while any waits, and none after', async () => {
    await check();
    expect(await current()).toEqual([]);
    await claim('one@acme.test');
    await claim('two@acme.test');
    for (let hour = 0; hour < 22; hour += 1) {
      await check();
      now += HOUR_MS;
    }
    expect(await mailRows(server)).toHaveLength(1);
    expect(await current()).toMatchObject([
      { kind: 'claims.waiting', threshold: '2027-03-01', facts: { waiting: '2' } },
    ]);
    now += 2 * HOUR_MS;
    await check();
    expect(await mailRows(server)).toHaveLength(2);
    expect(await current()).toMatchObject([{ threshold: '2027-03-02' }]);
    const { id } = server.organization;
    for (const waiting of await listClaims(server.app.reader, id, { waitingOnly: true })) {
      await separateClaim(server.app, contextOf(server.app, id), waiting.id);
    }
    await check();
    now += 24 * HOUR_MS;
    await check();
    expect(await current()).toEqual([]);
    expect(await mailRows(server)).toHaveLength(2);
  });
});
