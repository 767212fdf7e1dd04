import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../packages/server/src/cli/commands/index.ts';
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import { parseSmtpUrl, sendTestMail } from '../../packages/server/src/mail/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { mailRows, queueAll, SENDER, startSending, until } from './support.ts';

const DAY_MS = 86_400_000;
const SECRET = 'hunter2-secret';

let now: number;
let server: TestServer;
let smtp: TestSmtp;
beforeEach(async () => {
  now = Date.now();
  server = await startServer({ clock: () => new Date(now) });
  smtp = await startSmtp({ refuse: (to) => (to.startsWith('no') ? 550 : undefined) });
});
afterEach(async () => {
  await smtp.close();
  await server.close();
});

const run = (name: string, input: object) =>
  runCommand(server.app, name, input, { kind: 'cli', id: 'test' });

/** What a person reads. */
async function words(name: string, input: object): Promise<string> {
  const outcome = await run(name, input);
  if ('error' in outcome) return outcome.error.message;
  return COMMANDS.find((command) => command.name === name)?.text(outcome.result) ?? '';
}

async function sendAll(url: string | undefined, ...addresses: string[]): Promise<void> {
  await queueAll(server.app, server.organization.id, addresses);
  const sending = startSending(server.app, url);
  await until(async () => (await mailRows(server)).every(({ state }) => state !== 'queued'));
  await sending.close();
}

const doctor = async () => {
  const { result } = (await run('doctor', {})) as { result: unknown };
  const checks: { name: string; ok: boolean; message: string }[] = Reflect.get(
    Object(result),
    'checks',
  );
  return (name: string) => checks.find((check) => check.name === name);
};

describe('design.md §8: mail on the command line', () => {
  it('mail list and show: what it says, of the local inbox alone', async () => {
    await sendAll(undefined, 'inbox@acme.test');
    await sendAll(smtp.url, 'smtp@acme.test');
    const other = await server.addTenant({ name: 'Beta' });
    const listed = await words('mail list', { limit: '50' });
    expect(listed).toContain('inbox@acme.test');
    expect(listed).toContain('smtp@acme.test');
    expect(await words('mail list', { limit: '50', organization: 'beta' })).toBe('No mail yet.');
    expect(other.organization.slug).toBe('beta');
    const [inbox, sent] = await mailRows(server);
    expect(await words('mail show', { argument: inbox?.id })).toContain('about inbox@acme.test.');
    const shown = await words('mail show', { argument: sent?.id });
    expect(shown).toContain('kept nowhere');
    expect(shown).not.toContain('This is about');
    expect(await words('mail show', { argument: 'nobody' })).toContain('no mail nobody');
  });

  it('mail retry: one that failed goes out, one that went out does not', async () => {
    await sendAll(smtp.url, 'no@acme.test');
    const [row] = await mailRows(server);
    await smtp.close();
    smtp = await startSmtp();
    expect(await words('mail retry', { argument: row?.id })).toContain('in the queue');
    await sendAll(smtp.url);
    expect(smtp.mails.map(({ to }) => to[0])).toEqual(['no@acme.test']);
    expect(await words('mail retry', { argument: row?.id })).toContain('was sent');
  });

  it('mail test: sends at once, or says why not, without the password', async () => {
    expect(await words('mail test', { argument: 'a@acme.test' })).toContain('local inbox');
    const settings = parseSmtpUrl(smtp.url.replace('//', `//user:${SECRET}@`));
    const test = (to: string, changes: object = {}) => {
      if (settings === undefined) throw new Error('No settings.');
      const given = { smtp: { ...settings, ...changes }, sender: SENDER };
      return sendTestMail(given, to, new Date(now));
    };
    // The server of the test knows nobody, and its certificate is its own.
    const failures = [
      test('a@acme.test'),
      test('a@acme.test', { user: undefined, requiresTls: true }),
      test('no@acme.test', { user: undefined }),
      test('nobody', { user: undefined }),
    ];
    for (const end of await Promise.allSettled(failures)) {
      expect(end.status).toBe('rejected');
      expect(JSON.stringify(end) + String(Reflect.get(end, 'reason'))).not.toContain(SECRET);
    }
    expect(smtp.mails).toEqual([]);
    expect(await test('a@acme.test', { user: undefined })).toMatchObject({ to: 'a@acme.test' });
    expect(smtp.mails[0]?.parsed.from?.text).toBe('"Rollcall" <rollcall@vendor.test>');
  });

  it('doctor and /metrics say how long mail waits and what failed', async () => {
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    expect((await doctor())('mail')?.ok).toBe(true);
    await queueAll(server.app, server.organization.id, ['a@acme.test']);
    now += 2 * 3_600_000;
    expect((await doctor())('mail')).toMatchObject({
      ok: false,
      message: expect.stringContaining('1 waiting, the oldest for 120 minutes'),
    });
    expect(await metrics()).toContain('rollcall_mail_waiting 1');
    expect(await metrics()).toContain('rollcall_mail_oldest_seconds 7200');
    await sendAll(smtp.url, 'no@acme.test');
    expect((await doctor())('mail')).toMatchObject({
      ok: false,
      message: expect.stringContaining('0 waiting; 1 failed within a day'),
    });
    expect(await metrics()).toContain('rollcall_mail_failed 1');
    now += 2 * DAY_MS;
    expect((await doctor())('mail')?.ok).toBe(true);
  });

  it('doctor names organisations where nobody gets notices', async () => {
    expect((await doctor())('notices')?.message).toBe('reach an Org Admin everywhere');
    await run('organization create', { name: 'Empty', plan: 'team', planEnds: 'never' });
    expect((await doctor())('notices')?.message).toContain('empty');
    await run('organization set-notices', { argument: 'empty', send: 'off' });
    expect((await doctor())('notices')?.message).toBe('reach an Org Admin everywhere');
  });
});
