import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../../../test/support/invariants.ts';
import { rowsOf } from '../../../../test/support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../../../../test/support/server.ts';
import { verifyChain } from '../audit/index.ts';
import { retentionJobs } from '../background.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let other: Tenant;
let now: number;
beforeEach(async () => {
  now = Date.now();
  server = await startServer({
    clock: () => new Date(now),
    config: { activityDays: 7, eventDays: 20 },
  });
  other = await server.addTenant({ name: 'Other' });
});
afterEach(() => server.close());

async function push(userName: string): Promise<void> {
  const response = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
    }),
  });
  expect(response.status).toBe(201);
}

async function runJobs(): Promise<void> {
  await server.app.activity.flush();
  for (const job of retentionJobs(server.app)) await job.run(new AbortController().signal);
}

async function count(table: string, { organization }: Tenant): Promise<number> {
  const where = `organization_id = '${organization.id}'`;
  const [row] = await rowsOf<{ n: number }>(
    server,
    `select count(*) as n from ${table} where ${where}`,
  );
  return Number(row?.n);
}

const requests = async () =>
  (await server.app.activity.recent({ organizationId: server.organization.id })).length;

describe('design.md §7: activity is kept as long as is set, events too, audit for ever', () => {
  it('what is older goes, of every organisation, and nothing else', async () => {
    await push('old');
    await push('old too');
    const records = await count('audit', server);
    const before = await count('event', server);
    now += 8 * DAY_MS;
    await runJobs();
    expect(await requests()).toBe(0);
    expect(await count('event', server)).toBe(before);
    now += 13 * DAY_MS;
    await push('young');
    await runJobs();
    // The user, and the member that it brought.
    expect(await count('event', server)).toBe(2);
    expect(await count('event', other)).toBe(0);
    expect(await requests()).toBe(1);
    expect(await count('audit', server)).toBe(records + 2);
    expect(await count('audit_detail', server)).toBe(records + 2);
    expect(await verifyChain(server.app.reader, server.organization.id)).toMatchObject({
      ok: true,
    });
    expect(await brokenInvariants(server)).toEqual([]);
  });
});
