import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';

/** Runs a command with `--json` and returns what it printed and its exit code. */
async function json(data: string, ...words: string[]) {
  const { code, stdout } = await runCli(...words, '--data', data, '--json');
  const printed: unknown = JSON.parse(stdout);
  return { code, printed, error: Reflect.get(Object(printed), 'error') as unknown };
}

describe.each(['no server runs', 'a server runs'])('design.md §8, while %s', (situation) => {
  const data = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
  let server: ServerProcess | undefined;

  beforeAll(async () => {
    if (situation === 'a server runs') server = await startProcess(data);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it('organization create, list and show', async () => {
    const made = await json(
      data,
      'organization',
      'create',
      '--name',
      'Acme',
      '--plan',
      'enterprise',
    );
    expect(made).toMatchObject({
      code: 0,
      printed: { id: expect.stringMatching(/^[0-9a-z]{10}$/), slug: 'acme', plan: 'enterprise' },
    });
    expect(await json(data, 'organization', 'show', 'acme')).toMatchObject({
      printed: made.printed,
    });
    expect(await json(data, 'organization', 'list')).toMatchObject({ printed: [made.printed] });
  });

  it('errors: plain words, exit codes, and JSON on request', async () => {
    const again = ['organization', 'create', '--name', 'Acme', '--plan', 'enterprise'];
    expect(await json(data, ...again)).toMatchObject({ code: 4, error: { code: 'conflict' } });
    const words = await runCli(...again, '--data', data);
    expect(words).toMatchObject({ code: 4, stdout: '' });
    expect(words.stderr).toContain('already an organisation "acme"');
    expect(words.stderr).not.toMatch(/\bat .*:\d+/);
    expect(await json(data, 'organization', 'show', 'nobody')).toMatchObject({ code: 3 });
    const plan = ['organization', 'create', '--name', 'B', '--plan', 'gold'];
    expect(await json(data, ...plan)).toMatchObject({ code: 2, error: { code: 'invalid' } });
    expect((await runCli('organization', 'create', '--data', data)).code).toBe(2);
    expect(await json(data, 'organization', 'create')).toMatchObject({
      code: 2,
      error: { code: 'usage', message: expect.stringContaining('--name') },
    });
    expect((await runCli('organisation', '--data', data)).code).toBe(2);
    expect((await runCli('--help')).code).toBe(0);
  });

  // Elsewhere commands run in the process of the test.
  it('in a process of its own: what is printed where, and how it ends', async () => {
    const words = ['organization', 'create', '--name', 'Acme', '--plan', 'enterprise'];
    const [shown, refused, misused, help] = await Promise.all([
      spawnCli('organization', 'show', 'acme', '--data', data, '--json'),
      spawnCli(...words, '--data', data),
      spawnCli('organization', 'create', '--json'),
      spawnCli('--help'),
    ]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ slug: 'acme' });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toContain('already an organisation "acme"');
    expect(misused.code).toBe(2);
    expect(JSON.parse(misused.stdout)).toMatchObject({ error: { code: 'usage' } });
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Usage: rollcall');
  });

  it('member create, list and deactivate; the last Org Admin stays', async () => {
    const organization = ['--organization', 'acme'];
    const admin = ['member', 'create', ...organization, '--email', 'a@acme.test', '--org-admin'];
    expect(await json(data, ...admin)).toMatchObject({
      code: 0,
      printed: { email: 'a@acme.test', orgAdmin: true, local: true, active: true },
    });
    expect(await json(data, ...admin)).toMatchObject({ code: 4 });
    const second = ['member', 'create', ...organization, '--email', 'b@acme.test'];
    await json(data, ...second);
    const end = (email: string) => json(data, 'member', 'deactivate', email, ...organization);
    expect(await end('a@acme.test')).toMatchObject({ code: 4, error: { code: 'refused' } });
    expect(await end('B@acme.test')).toMatchObject({ code: 0, printed: { active: false } });
    expect(await json(data, 'member', 'list', ...organization)).toMatchObject({
      printed: [
        { email: 'a@acme.test', active: true },
        { email: 'b@acme.test', active: false },
      ],
    });
  });

  it('token create, list, rotate and revoke; two at most for one purpose', async () => {
    const organization = ['--organization', 'acme'];
    const create = [
      ...['token', 'create', ...organization, '--owner', 'a@acme.test', '--name', 'okta'],
      ...['--scope', 'scim:write'],
    ];
    const made = await json(data, ...create, '--expires', 'never');
    expect(made).toMatchObject({
      code: 0,
      printed: { token: expect.stringMatching(/^rcpat_/), expiresAt: null, scopes: ['scim:write'] },
    });
    const id = String(Reflect.get(Object(made.printed), 'id'));
    const rotated = await json(data, 'token', 'rotate', id, ...organization);
    expect(rotated).toMatchObject({ code: 0, printed: { rotatedFrom: id } });
    expect(await json(data, ...create)).toMatchObject({ code: 4, error: { code: 'conflict' } });
    expect(await json(data, 'token', 'revoke', id, ...organization)).toMatchObject({ code: 0 });
    expect(await json(data, ...create, '--expires', '2020-01-01')).toMatchObject({ code: 2 });
    expect(await json(data, ...create, '--expires', 'soon')).toMatchObject({ code: 2 });
    const { stdout } = await runCli('token', 'list', ...organization, '--data', data);
    expect(stdout).not.toContain(String(Reflect.get(Object(made.printed), 'token')));
    expect(stdout).toContain('okta');
  });

  it('connection create, list, show and set', async () => {
    const organization = ['--organization', 'acme'];
    const entra = ['connection', 'create', ...organization, '--name', 'Entra', '--mode', 'strict'];
    expect(await json(data, ...entra)).toMatchObject({
      printed: { name: 'Entra', mode: 'strict' },
    });
    const set = [
      'connection',
      'set',
      'entra',
      ...organization,
      '--link-policy',
      'ask',
      '--groups',
      'off',
    ];
    expect(await json(data, ...set)).toMatchObject({
      printed: { mode: 'strict', linkPolicy: 'ask', groupsEnabled: false },
    });
    const wrong = ['connection', 'set', 'entra', ...organization, '--mode', 'loose'];
    expect(await json(data, ...wrong)).toMatchObject({ code: 2, error: { code: 'usage' } });
    expect(await json(data, 'connection', 'list', ...organization)).toMatchObject({
      printed: [{ name: 'Default' }, { name: 'Entra' }],
    });
  });

  it('audit verify and doctor find everything well', async () => {
    const audit = await json(data, 'audit', 'verify', '--organization', 'acme');
    expect(audit).toMatchObject({ code: 0, printed: { ok: true } });
    expect(await json(data, 'doctor')).toMatchObject({ printed: { ok: true }, code: 0 });
  });

  it('backup makes a checked copy and never writes over a file', { timeout: 60_000 }, async () => {
    const file = join(data, 'copy.db');
    expect(await json(data, 'backup', file)).toMatchObject({
      code: 0,
      printed: { file, organizations: 1 },
    });
    const copy = new Database(file, { readonly: true });
    expect(copy.prepare('select slug from organization').all()).toEqual([{ slug: 'acme' }]);
    copy.close();
    expect(await json(data, 'backup', file)).toMatchObject({ code: 4 });
    const twice = join(data, 'twice.db');
    const both = await Promise.all([json(data, 'backup', twice), json(data, 'backup', twice)]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 4]);
    expect(await json(data, 'backup', join(data, 'nowhere/copy.db'))).toMatchObject({
      code: 4,
      error: { code: 'refused' },
    });
    expect(readdirSync(data).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('set-plan, suspend, resume, and delete after typing the name', async () => {
    expect(await json(data, 'organization', 'set-plan', 'acme', '--plan', 'team')).toMatchObject({
      printed: { plan: 'team' },
    });
    expect(await json(data, 'organization', 'suspend', 'acme')).toMatchObject({
      printed: { suspendedAt: expect.any(String) },
    });
    expect(await json(data, 'organization', 'resume', 'acme')).toMatchObject({
      printed: { suspendedAt: null },
    });
    expect(await json(data, 'organization', 'delete', 'acme')).toMatchObject({ code: 4 });
    const typed = ['organization', 'delete', 'acme', '--confirm', 'acme'];
    expect(await json(data, ...typed)).toMatchObject({ code: 0 });
    expect(await json(data, 'organization', 'list')).toMatchObject({ printed: [] });
  });
});

describe('design.md §4, the lock of a data directory', () => {
  const deep = mkdtempSync(join(tmpdir(), `rollcall-${'long-'.repeat(30)}`));
  const servers: ServerProcess[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill();
  });
  afterAll(() => rmSync(deep, { recursive: true, force: true }));

  it('keeps a second server out, and names the directory', { timeout: 40_000 }, async () => {
    servers.push(await startProcess(deep));
    const second = await spawnCli('serve', '--data', deep, '--port', '0');
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(deep);
  });

  it('ends with its process, also after kill -9; the socket is for its owner alone', async () => {
    const first = await startProcess(deep);
    servers.push(first);
    expect(statSync(join(deep, 'rollcall.sock')).mode & 0o777).toBe(0o600);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    await first.kill();
    expect(await json(deep, 'organization', 'list')).toMatchObject({ code: 0 });
    servers.push(await startProcess(deep));
    expect(await json(deep, 'organization', 'list')).toMatchObject({ code: 0 });
  });

  it('a port that is taken ends the server, in words', { timeout: 20_000 }, async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const refused = await spawnCli('serve', '--data', deep, '--port', String(port));
    taken.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('EADDRINUSE');
    expect(refused.stderr).not.toMatch(/\bat .*:\d+/);
  });

  it('lets commands that come together wait for each other', async () => {
    const names = ['One', 'Two', 'Three', 'Four'];
    const made = await Promise.all(
      names.map((name) => json(deep, 'organization', 'create', '--name', name, '--plan', 'free')),
    );
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });
});
