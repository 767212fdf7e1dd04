import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningJobs } from '../../packages/server/src/jobs/index.ts';
import {
  type MailKinds,
  mailRetentionJob,
  queueMail,
  words,
} from '../../packages/server/src/mail/index.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type SmtpOptions, startSmtp, type TestSmtp } from '../support/smtp.ts';
import { contextOf, mailRows, PROBE, queueAll, startSending, until } from './support.ts';

const DAY_MS = 86_400_000;

let now: number;
let server: TestServer;
let smtp: TestSmtp | undefined;
let sending: RunningJobs[];
beforeEach(async () => {
  now = Date.now();
  sending = [];
  server = await startServer({ clock: () => new Date(now) });
});
afterEach(async () => {
  await Promise.all(sending.map((jobs) => jobs.close()));
  await smtp?.close();
  smtp = undefined;
  await server.close();
});

async function open(options: SmtpOptions = {}): Promise<TestSmtp> {
  smtp = await startSmtp(options);
  return smtp;
}
const start = (url: string | undefined, kinds: MailKinds = PROBE) =>
  sending.push(startSending(server.app, url, kinds));
const queue = (...addresses: string[]) => queueAll(server.app, server.organization.id, addresses);
const rows = () => mailRows(server);
const isAll = async (state: string) => (await rows()).every((row) => row.state === state);
const events = () =>
  rowsOf<{ type: string }>(server, "select type from event where type like 'mail.%' order by seq");

describe('design.md §3 mail, by SMTP', () => {
  it('is plain text and HTML, in the name of the organisation, and answers nobody', async () => {
    const { url, mails } = await open();
    await queue('a@acme.test');
    start(url);
    await until(() => isAll('sent'));
    const [mail] = mails;
    expect(mail).toMatchObject({ from: 'rollcall@vendor.test', to: ['a@acme.test'] });
    const { parsed } = mail ?? {};
    expect(parsed?.from?.value).toEqual([
      { name: 'Acme via Rollcall', address: 'rollcall@vendor.test' },
    ]);
    expect(parsed?.subject).toBe('About a@acme.test');
    expect(parsed?.text).toContain('This is about a@acme.test.');
    expect(parsed?.text).toContain('You get this because you are in a test.');
    expect(parsed?.text).toContain('https://scim.vendor.test/v1/scim/v2');
    expect(parsed?.html).toContain('<p>This is about a@acme.test.</p>');
    expect(parsed?.headers.get('auto-submitted')).toBe('auto-generated');
    expect([...(parsed?.headers.keys() ?? [])]).not.toContain('reply-to');
    expect([...(parsed?.headers.keys() ?? [])]).not.toContain('list');
    const [row] = await rows();
    expect(parsed?.messageId).toBe(`<${row?.id}.${row?.organization_id}@vendor.test>`);
    expect(await events()).toEqual([{ type: 'mail.sent' }]);
  });

  it('is there exactly if its change is', async () => {
    const { id } = server.organization;
    const failing = server.app.writer.write(id, async (session) => {
      await queueMail(session, contextOf(server.app, id), {
        kind: 'probe',
        to: 'a@acme.test',
        about: {},
      });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await rows()).toEqual([]);
  });

  it('a refused recipient fails that mail at once; others go out', async () => {
    const { url, mails } = await open({ refuse: (to) => (to.startsWith('no') ? 550 : undefined) });
    await queue('no@acme.test', 'a@acme.test', 'b@acme.test');
    start(url);
    await until(async () => (await rows()).every(({ state }) => state !== 'queued'));
    expect(mails.map(({ to }) => to[0]).sort()).toEqual(['a@acme.test', 'b@acme.test']);
    const refused = (await rows()).find(({ recipient }) => recipient === 'no@acme.test');
    expect(refused).toMatchObject({ state: 'failed', attempts: 1 });
    expect(refused?.last_error).toContain('not here');
    expect(await events()).toContainEqual({ type: 'mail.failed' });
  });

  it('an address that would end a header is refused, not sent', async () => {
    const { url, mails } = await open();
    await queue('a@acme.test>\r\nBcc: b@acme.test', 'a@acme.test,b@acme.test');
    start(url);
    await until(() => isAll('failed'));
    expect(mails).toEqual([]);
  });

  it('one that is put off comes again, later each time, and is given up after three days', async () => {
    const { url, mails } = await open({ refuse: () => 451 });
    await queue('later@acme.test');
    start(url);
    const attempts = async () => (await rows())[0]?.attempts ?? 0;
    const tried = async (times: number) => until(async () => (await attempts()) === times);
    await tried(1);
    // Not before half a minute has gone by.
    now += 29_000;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await attempts()).toBe(1);
    now += 10_000;
    await tried(2);
    // That attempt comes to its end.
    await Promise.all(sending.splice(0).map((jobs) => jobs.close()));
    now += 3 * DAY_MS;
    start(url);
    await until(() => isAll('failed'));
    expect(await attempts()).toBe(3);
    expect(mails).toEqual([]);
    expect(await events()).toEqual([{ type: 'mail.failed' }]);
  });

  it('§4 Dependency loss: the server is away, SCIM goes on, and mail is sent once on return', async () => {
    const first = await open();
    await first.close();
    const addresses = Array.from({ length: 30 }, (_, n) => `a${n}@acme.test`);
    await queue(...addresses);
    start(first.url);
    await until(async () => (await rows()).some(({ last_error }) => last_error !== null));
    // The first was tried alone: the others are as they were.
    expect((await rows()).filter((row) => row.attempts > 0).length).toBeLessThan(30);
    const created = await server.scim('/Users', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'while@acme.test',
      }),
    });
    expect(created.status).toBe(201);
    const { mails } = await open({ port: first.port });
    now += 3_600_000;
    await until(() => isAll('sent'));
    expect(mails.map(({ to }) => to[0]).sort()).toEqual([...addresses].sort());
  });

  it('a kind that has no reason left withdraws its mail', async () => {
    const { url, mails } = await open();
    await queue('a@acme.test');
    start(url, { probe: { render: () => undefined } });
    await until(() => isAll('withdrawn'));
    expect(mails).toEqual([]);
    expect(await events()).toEqual([{ type: 'mail.withdrawn' }]);
  });

  it('a kind that fails holds up no other mail', async () => {
    const { url, mails } = await open();
    await queue('bad@acme.test', 'good@acme.test');
    start(url, {
      probe: {
        render(...given) {
          if (given[1].to === 'bad@acme.test') throw new Error('on purpose');
          return PROBE.probe?.render(...given);
        },
      },
    });
    await until(() => mails.length === 1);
    await until(async () => (await rows()).some((row) => row.last_error?.includes('on purpose')));
    const bad = (await rows()).find(({ recipient }) => recipient === 'bad@acme.test');
    expect(bad).toMatchObject({ state: 'queued', attempts: 1 });
  });

  it('a secret that is made for a mail goes out with it and stays nowhere', async () => {
    const { url, mails } = await open();
    await queue('a@acme.test');
    const secret = 'Zq7-secret-of-the-mail';
    start(url, {
      probe: {
        render: () => ({
          subject: words`Your link`,
          paragraphs: [words`It is ${secret}.`],
          facts: [],
          why: words`You asked for it.`,
        }),
      },
    });
    await until(() => isAll('sent'));
    expect(mails[0]?.parsed.text).toContain(secret);
    expect(await placesWith(server, secret)).toEqual([]);
    expect(await rows()).toMatchObject([{ way: 'smtp', subject: null, plain_body: null }]);
  });
});

describe('design.md §3 mail, without SMTP', () => {
  it('stays in the local inbox, as it would have gone out', async () => {
    await queue('a@acme.test');
    start(undefined);
    await until(() => isAll('sent'));
    const [row] = await rows();
    expect(row).toMatchObject({ way: 'inbox', subject: 'About a@acme.test' });
    expect(row?.plain_body).toContain('This is about a@acme.test.');
  });

  it('is kept for 30 days; what waits is kept', async () => {
    await queue('a@acme.test');
    start(undefined);
    await until(() => isAll('sent'));
    await Promise.all(sending.splice(0).map((jobs) => jobs.close()));
    await queue('waits@acme.test');
    const clean = () => mailRetentionJob(server.app).run(new AbortController().signal);
    now += 30 * DAY_MS;
    await clean();
    expect(await rows()).toHaveLength(2);
    now += 1000;
    await clean();
    expect(await rows()).toMatchObject([{ recipient: 'waits@acme.test' }]);
  });
});
