/** The audit log over the console's API: who did what in words, as a file, and whether it is whole. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Browser, contextOf, signedIn } from '../accounts/support.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Browser;

beforeAll(async () => {
  server = await startServer();
  admin = await signedIn(server, await addPerson(server, server, 'boss@acme.test', true));
  await admin.call('POST', '/groups', { name: '@SUM(1)' });
});
afterAll(() => server.close());

const download = async (path: string) => {
  const response = await fetch(`${server.url}/v1/console${path}`, {
    headers: { cookie: `__Host-rollcall=${admin.cookie}` },
  });
  return response.text();
};

it('names who did it and to what, and the request in which', async () => {
  const { body } = await admin.call('GET', '/audit?action=local_group');
  const [row] = body.rows;
  const by = await admin.call('GET', '/audit?actor=BOSS@acme.test');
  expect(by.body.rows).toContainEqual(row);
  expect(row).toMatchObject({ action: 'local_group.created', requestId: expect.any(String) });
  expect(body.names[row.subjectId]).toBe('@SUM(1)');
  expect(body.names[row.actor.replace('member:', '')]).toBe('boss@acme.test');
});

it('is exported with the same filters, newest first, and inert', async () => {
  const csv = (await download('/exports/audit?action=local_group')).trimEnd().split('\r\n');
  expect(csv).toHaveLength(2);
  expect(csv[1]).toContain(`'@SUM(1)`);
  const lines = (await download('/exports/audit?format=jsonl')).trimEnd().split('\n');
  const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
  expect(seqs.at(-1)).toBe(1);
});

it('says whether it was tampered with, and where', async () => {
  const whole = (await admin.call('GET', '/audit/verification')).body;
  expect(whole).toMatchObject({ ok: true });
  const { organizationId } = contextOf(server, server);
  await server.app.writer.write(organizationId, async (session) => {
    const sql = `update audit set actor = 'cli:nobody' where organization_id = '${organizationId}' and seq = 2 returning seq`;
    await session.dynamic({ sql, parameters: [] }, organizationId);
  });
  const broken = (await admin.call('GET', '/audit/verification')).body;
  expect(broken).toEqual({ ok: false, seq: 2, why: 'The row was changed.' });
});
