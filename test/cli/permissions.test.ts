import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';

const data = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
const acme = ['--organization', 'acme'];
let server: ServerProcess;
beforeAll(async () => {
  server = await startProcess(data);
  await run('organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
  await run('member', 'create', '--email', 'jane@a.test', ...acme);
});
afterAll(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

const run = (...words: string[]): Promise<CliResult> => runCli(...words, '--data', data);
/** What a command prints for people; it has to go well. */
async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...words);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

it('roles, entry points, groups and grants by command, to the answer and its reason', async () => {
  expect(await said('role', 'set', 'reader=Reader, writer=Writer ,boss')).toMatch(
    /^writer +Writer$/m,
  );
  const file = join(data, 'entry-points.json');
  writeFileSync(file, JSON.stringify([{ key: 'billing', name: 'Billing' }]));
  expect(await said('entry-point', 'import', file, ...acme)).toContain('billing');
  await said('group', 'create', 'Finance', ...acme);
  await said('group', 'add-member', 'finance', '--member', 'jane@a.test', ...acme);
  await said(
    ...['grant', 'set', '--entry-point', 'billing', '--role', 'writer'],
    ...['--group', 'Finance', ...acme],
  );
  const why = await said('permission', 'show', 'jane@a.test', ...acme);
  expect(why).toMatch(/billing +writer +Finance/);
  const { code, stdout } = await run(
    ...[
      'permission',
      'check',
      'jane@a.test',
      '--entry-point',
      'billing',
      '--role',
      'boss',
      ...acme,
    ],
  );
  expect([code, stdout]).toEqual([0, 'No. The member has only the role "writer" there.\n']);
});

it.each([
  [
    'to whom',
    ['grant', 'set', '--entry-point', 'x', '--role', 'boss', ...acme],
    /either --member or/,
  ],
  ['a file that is not there', ['entry-point', 'import', '/nowhere', ...acme], /read \(ENOENT\)/],
  [
    'a file that is no list',
    ['entry-point', 'import', wrongFile(), ...acme],
    /In the file, 0\.name/,
  ],
])('says what is wrong: %s', async (_, words, message) => {
  const { code, stderr } = await run(...words);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
});

function wrongFile(): string {
  const file = join(data, 'wrong.json');
  writeFileSync(file, '[{"key":"a"}]');
  return file;
}

it('an operator key is printed once, listed by its first characters, and revoked', async () => {
  const { key, id } = JSON.parse(await said('operator-key', 'create', '--name', 'app', '--json'));
  expect(key).toMatch(/^rcop_[0-9A-Za-z]{36}$/);
  const list = await said('operator-key', 'list');
  expect(list).toContain(key.slice(0, 9));
  expect(list).not.toContain(key);
  const get = () =>
    fetch(new URL('/v1/operator/roles', server.baseUrl), {
      headers: { authorization: `Bearer ${key}` },
    });
  expect((await get()).status).toBe(200);
  await said('operator-key', 'revoke', id);
  expect((await get()).status).toBe(401);
});
