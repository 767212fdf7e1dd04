import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { openActivityFile } from './activity-file.ts';
import { type ActivityEntry, openFileActivity } from './index.ts';
import { pack } from './messages.ts';
import { readFile } from './open-activity.ts';
import { readActivity } from './read-activity.ts';

const directories: string[] = [];
function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'rollcall-activity-'));
  directories.push(made);
  return made;
}
let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
  for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
});

const rowsOf = async (path: string) =>
  (await readFile(path, (file) => readActivity(file, {}))) ?? [];

const entry = (fields: Partial<ActivityEntry> = {}): ActivityEntry => ({
  organizationId: 'acme',
  connectionId: 'c',
  tokenId: 't',
  at: Date.parse('2026-03-01T10:00:00.000Z'),
  requestId: 'r',
  method: 'GET',
  path: '/Users',
  query: '',
  status: 200,
  durationMs: 1.5,
  resourceType: 'User',
  resourceId: undefined,
  notes: [],
  detail: undefined,
  scimType: undefined,
  requestBody: undefined,
  userAgent: undefined,
  ...fields,
});

describe('design.md §4 Activity', () => {
  it('one row per request, newest first, and those on their way are seen', async () => {
    const log = openFileActivity(join(directory(), 'activity.db'));
    expect(await log.recent({})).toEqual([]);
    for (let i = 0; i < 1500; i++)
      log.record(entry({ requestId: `r${i}`, status: 200 + (i % 2) * 200 }));
    log.record(
      entry({ organizationId: 'other', notes: [{ entry: 'capital-op', subject: 'Add' }] }),
    );
    const [newest] = await log.recent({ limit: 1 });
    expect(newest).toMatchObject({
      organizationId: 'other',
      durationUs: 1500,
      at: '2026-03-01T10:00:00.000Z',
    });
    expect(newest?.notes).toEqual([{ entry: 'capital-op', subject: 'Add' }]);
    expect(await log.recent({ organizationId: 'acme', limit: 1000 })).toHaveLength(1000);
    const failed = await log.recent({ organizationId: 'acme', failed: true, limit: 1 });
    expect(failed.map(({ requestId }) => requestId)).toEqual(['r1499']);
    expect(await log.recent({ after: Number(newest?.id) - 3 })).toHaveLength(3);
    expect(log.dropped).toBe(0);
    await log.close();
  });

  it('what was recorded is written when it closes; later rows are dropped and counted', async () => {
    const path = join(directory(), 'activity.db');
    const log = openFileActivity(path);
    log.record(entry());
    await log.close();
    log.record(entry());
    expect(await rowsOf(path)).toHaveLength(1);
    expect(log.dropped).toBe(1);
  });

  it('the buffer is bounded', async () => {
    const log = openFileActivity(join(directory(), 'activity.db'));
    for (let i = 0; i < 50_100; i++) log.record(entry());
    expect(log.dropped).toBe(100);
    await log.close();
  });

  it('rows older than the retention are deleted, others are not', async () => {
    const path = join(directory(), 'activity.db');
    const file = openActivityFile(path);
    const now = Date.parse('2026-03-31T10:00:00.000Z');
    for (const days of [31, 30.1, 29.9, 0]) {
      const batch: Parameters<typeof pack>[0] = [];
      pack(batch, entry({ requestId: `d${days}`, at: now - days * 86_400_000 }), undefined);
      file.write(batch);
    }
    while (file.deleteOld(now - 30 * 86_400_000));
    file.close();
    expect((await rowsOf(path)).map(({ requestId }) => requestId)).toEqual(['d0', 'd29.9']);
  });
});

describe('activity of real requests', () => {
  it('has what happened and neither passwords nor tokens', async () => {
    server = await startServer();
    const { scim, token, data, app } = server;
    const password = 'Tr0ub4dor-and-3';
    const headers = { 'content-type': 'application/scim+json', 'user-agent': `okta ${token}` };
    const send = (method: string, path: string, body: object, more = {}) =>
      scim(path, { method, headers: { ...headers, ...more }, body: JSON.stringify(body) });
    const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'jane' };
    const made = Object(await (await send('POST', '/Users', { ...user, password })).json());
    const operations = [
      { op: 'replace', path: 'password', value: password },
      { op: 'Replace', value: { password } },
    ];
    for (const operation of operations) {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      await send('PATCH', `/Users/${made.id}`, { schemas, Operations: [operation] });
    }
    await send('PUT', `/Users/${made.id}`, { ...user, password, note: token });
    await scim(`/Users?filter=userName eq "${password}"&access_token=${token}`);
    await scim(`/Users/${token}`);
    await scim('/Users', { headers: { authorization: token } });
    await scim('/Users', { headers: { authorization: `Bearer bearer ${token}` } });
    await scim('/Users', { headers: { authorization: 'Bearer nobody' } });

    const rows = await app.activity.recent({});
    expect(rows).toHaveLength(9);
    expect(
      rows
        .map(({ status }) => status)
        .toReversed()
        .slice(-3),
    ).toEqual([200, 401, 401]);
    const [unknown, doubled, bare] = rows;
    expect(unknown).toMatchObject({ organizationId: null, tokenId: null });
    expect(doubled?.organizationId).toBe(server.organization.id);
    expect(bare?.notes).toEqual([{ entry: 'bare-token', subject: 'Authorization' }]);
    const created = rows.at(-1);
    expect(created).toMatchObject({
      method: 'POST',
      path: '/Users',
      status: 201,
      resourceType: 'User',
    });
    expect(created?.requestBody).toContain('"password":"[removed]"');
    expect(created?.notes).toContainEqual({
      entry: 'password-dropped',
      subject: expect.anything(),
    });

    for (const name of readdirSync(data).filter((file) => file !== 'rollcall.sock')) {
      const bytes = readFileSync(join(data, name)).toString('latin1');
      for (const secret of [password, token])
        expect(`${name} ${bytes.includes(secret)}`).toBe(`${name} false`);
    }
  });

  it('requests turned away at the door leave a bounded number of rows', async () => {
    server = await startServer();
    const headers = { authorization: 'Bearer nobody' };
    await Promise.all(Array.from({ length: 200 }, () => server?.scim('/Users', { headers })));
    const rows = await server.app.activity.recent({ limit: 1000 });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(100);
  });
});
