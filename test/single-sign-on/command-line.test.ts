/** `rollcall sso …`, as an operator types it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import { TEST_DATABASE } from '../support/postgres.ts';
import { rollcall } from '../support/process.ts';
import { runCli } from '../support/run-cli.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type ScriptedProvider,
  startScripted,
} from './scripted-provider.ts';
import { push } from './support.ts';

const ACTOR = Object.freeze({ kind: 'cli', id: 'test' } as const);
const organization = 'acme';
/** Four processes, one after the other, on a machine that has other things to do. */
const SHELL_MS = 180_000;

let server: TestServer;
let idp: ScriptedProvider;
beforeAll(async () => {
  const secretKeys = [Buffer.alloc(32, 7)];
  server = await startServer({ config: { allowPrivateAddresses: true, secretKeys } });
  idp = await startScripted();
});
afterAll(async () => {
  await server.close();
  await idp.close();
});

/** The same in this process, which is where the data is. */
const run = (name: string, input: object = {}) =>
  runCommand(server.app, `sso ${name}`, { organization, ...input }, ACTOR);

describe('rollcall sso', () => {
  it('sets a provider up step by step, and says what is wrong', async () => {
    expect(await run('show')).toMatchObject({ error: { code: 'notFound' } });
    expect(await run('enable')).toMatchObject({ error: { code: 'notFound' } });
    expect(await run('set')).toMatchObject({ error: { code: 'invalid' } });
    expect(await run('set', { clientId: 'x' })).toMatchObject({ error: { code: 'invalid' } });
    const both = { publicClient: true, clientSecretFile: 'x' };
    expect(await run('set', both)).toMatchObject({ error: { code: 'invalid' } });
    for (const wrong of [
      { required: 'yes' },
      { subjectClaim: 'email' },
      { clientSecretFile: '\n' },
    ]) {
      expect(await run('set', wrong)).toMatchObject({ error: { code: 'usage' } });
    }
    const given = {
      issuer: idp.issuer,
      clientId: CLIENT_ID,
      clientSecretFile: `${CLIENT_SECRET}\n`,
    };
    const redirectUri = expect.stringContaining(
      `/v1/console/sso/${server.organization.id}/callback`,
    );
    expect(await run('set', given)).toMatchObject({
      result: { hasSecret: true, enabled: false, redirectUri },
    });
    expect(await run('set', { connection: 'Default', sessionExpiry: 'on' })).toMatchObject({
      result: { connectionId: server.connectionId, honoursSessionExpiry: true, hasSecret: true },
    });
    expect(await run('set', { connection: 'none' })).toMatchObject({
      result: { connectionId: null },
    });
    expect(await run('test')).toMatchObject({ result: { ok: true, redirectUri } });
    expect(await run('enable')).toMatchObject({ result: { enabled: true } });
    expect(await run('set', { required: 'on' })).toMatchObject({ error: { code: 'refused' } });
    expect(JSON.stringify(await run('show'))).not.toContain(CLIENT_SECRET);
    expect(await run('set', { publicClient: true })).toMatchObject({
      result: { hasSecret: false },
    });
  });

  it('links, lists and unlinks', async () => {
    const { memberId } = await push(server, 'pushed');
    const about = { member: memberId, subject: 'somebody' };
    expect(await run('link', about)).toMatchObject({ result: { memberId, issuer: idp.issuer } });
    expect(await run('link', { ...about, member: 'admin@acme.test' })).toMatchObject({
      error: { code: 'conflict' },
    });
    const list = await run('identities', { member: memberId });
    expect(list).toMatchObject({ result: [{ subject: 'somebody' }] });
    expect(await run('unlink', about)).toMatchObject({ result: { memberId } });
    expect(await run('unlink', about)).toMatchObject({ error: { code: 'notFound' } });
    expect(await run('identities', { member: memberId })).toEqual({ result: [] });
    expect(await run('disable')).toMatchObject({ result: { enabled: false } });
    expect(await run('delete')).toMatchObject({ result: { issuer: idp.issuer } });
    expect(await run('link', about)).toMatchObject({ error: { code: 'invalid' } });
  });
});

// What differs between databases is above; processes take their time.
describe.runIf(TEST_DATABASE === 'sqlite')('typed in a shell', () => {
  it(
    'a secret comes from a file, and a failed test is an exit code',
    async () => {
      const data = mkdtempSync(join(tmpdir(), 'rollcall-sso-'));
      await rollcall(data, 'organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
      const file = join(data, 'given');
      writeFileSync(file, 'the-secret-in-a-file\n');
      const common = ['--organization', 'acme', '--data', data];
      const words = ['sso', 'set', ...common, '--client-id', 'x', '--client-secret-file'];
      const missing = await runCli(
        ...words,
        join(data, 'nothing'),
        '--issuer',
        'https://localhost',
      );
      expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read') });
      const set = await runCli(...words, file, '--issuer', 'https://localhost');
      expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining('redirectUri') });
      const tested = await runCli('sso', 'test', ...common);
      expect(tested).toMatchObject({ code: 1, stdout: expect.stringContaining('public address') });
      expect(JSON.stringify([missing, set, tested])).not.toContain('the-secret-in-a-file');
      rmSync(data, { recursive: true });
    },
    SHELL_MS,
  );
});
