/** PostgreSQL alone: the same commands without a data directory, beside nodes that run. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { runCli } from '../support/run-cli.ts';

let database: TestDatabase;
let server: ServerProcess | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await server?.stop();
  await database.drop();
});

async function json(...words: string[]): Promise<{ code: number | null; printed: unknown }> {
  const { code, stdout } = await runCli(...words, '--database-url', database.url, '--json');
  return { code, printed: JSON.parse(stdout) };
}

async function users(token: string): Promise<number> {
  const response = await fetch(`${server?.baseUrl}/Users`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status;
}

/** What is true within a second on every node. */
async function soon(status: number, ask: () => Promise<number>): Promise<void> {
  const end = performance.now() + 1000;
  while (performance.now() < end && (await ask()) !== status) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await ask()).toBe(status);
}

describe('design.md §8 commands on PostgreSQL', () => {
  it('organisation, Org Admin and token, and a running node knows them', async () => {
    server = await startProcess('unused', '--database-url', database.url);
    const organization = ['--organization', 'acme'];
    const made = await json('organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
    expect(made).toMatchObject({ code: 0, printed: { slug: 'acme' } });
    await json('member', 'create', ...organization, '--email', 'a@acme.test', '--org-admin');
    const { printed } = await json(
      ...['token', 'create', ...organization, '--owner', 'a@acme.test', '--name', 'okta'],
      ...['--scope', 'scim:write', '--expires', 'never'],
    );
    const { token, id } = Object(printed);
    await soon(200, () => users(token));
    expect(await json('audit', 'verify', ...organization)).toMatchObject({
      code: 0,
      printed: { ok: true },
    });
    // The log is written beside the path of requests.
    const tail = async () => (await json('activity', 'tail', ...organization)).printed;
    await expect
      .poll(tail)
      .toContainEqual(expect.objectContaining({ path: '/Users', status: 200 }));
    await json('token', 'revoke', ...organization, id);
    await soon(401, () => users(token));
  });

  it('activity and audit are looked through and exported', async () => {
    const organization = ['--organization', 'acme'];
    const listed = await json('activity', 'list', ...organization, '--token', 'okta');
    const [{ requestId, tokenId }] = Object(listed.printed).rows;
    expect((await json('activity', 'show', requestId)).printed).toMatchObject({ requestId });
    const words = ['audit', 'export', '--format', 'jsonl', '--action', 'token', ...organization];
    const { stdout } = await runCli(...words, '--database-url', database.url);
    const records = stdout.trimEnd().split('\n');
    expect(records.map((record) => JSON.parse(record))).toMatchObject([
      { subjectId: tokenId, action: 'token.revoked' },
      { subjectId: tokenId, action: 'token.created' },
    ]);
  });

  it('doctor looks at the server and at who we are there', async () => {
    const { code, printed } = await json('doctor');
    const checks: { name: string; ok: boolean; message: string }[] = Object(printed).checks;
    expect(checks.map(({ name }) => name)).toContain('row-level security');
    // The servers of these tests do not wait for the disk, and it says so.
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['durability']);
    expect(code).toBe(1);
  });

  it('what is for the embedded database is refused with the reason', async () => {
    const { code, stderr } = await runCli('backup', '/tmp/x.db', '--database-url', database.url);
    expect(code).toBe(4);
    expect(stderr).toContain('pg_dump');
  });

  it('no password is in a message', async () => {
    const port = await freePort();
    const away = `postgresql://me:hidden-word@127.0.0.1:${port}/x`;
    const refused = await runCli('organization', 'list', '--database-url', away);
    expect(refused.code).toBe(5);
    for (const url of ['postgresql://me:hidden-word@/x', 'mysql://me:hidden-word@h/x', away]) {
      const { code, stdout, stderr } = await runCli('doctor', '--database-url', url, '--json');
      expect(code).not.toBe(0);
      expect(stdout + stderr).not.toContain('hidden-word');
    }
  });

  it('the first run names the variable, not the URL', async () => {
    const empty = await createTestDatabase();
    const first = await startProcess('unused', '--database-url', empty.url);
    expect(first.output()).toContain('--database-url "$ROLLCALL_DATABASE_URL"');
    expect(first.output()).not.toContain('password');
    await first.stop();
    await empty.drop();
  });
});
