import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningJobs } from '../../packages/server/src/jobs/index.ts';
import {
  listNotices,
  NOTICE_MAIL_KINDS,
  noticeJobs,
} from '../../packages/server/src/notices/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { contextOf, mailRows, startSending, until } from '../mail/support.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let now: number;
let server: TestServer;
let smtp: TestSmtp;
let sending: RunningJobs;
beforeEach(async () => {
  now = Date.now();
  server = await startServer({ clock: () => new Date(now) });
  smtp = await startSmtp();
  sending = startSending(server.app, smtp.url, NOTICE_MAIL_KINDS);
});
afterEach(async () => {
  await sending.close();
  await smtp.close();
  await server.close();
});

const check = () => noticeJobs(server.app)[1]?.run(new AbortController().signal);
const current = async () =>
  (await listNotices(server.app.reader, server.organization.id)).map(({ kind }) => kind);
const subjects = () => smtp.mails.map(({ parsed }) => parsed.subject);

async function request(times: number, path: string, status: number, token = server.token) {
  for (let n = 0; n < times; n++) {
    const response = await server.scim(path, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(status);
    await response.arrayBuffer();
  }
}
const good = (times: number, token?: string) => request(times, '/Users', 200, token);
const refused = (times: number) => request(times, '/Users?filter=nonsense', 400);

describe('walkthrough 2.5: notices about integrations', () => {
  it('begins to fail, stays so, and works again: one mail each', async () => {
    await good(20);
    await refused(9);
    await check();
    expect(await current()).toEqual([]);
    await refused(1);
    await check();
    await refused(10);
    await check();
    expect(await current()).toEqual(['integration.failing']);
    await until(() => smtp.mails.length === 1);
    await good(11);
    await check();
    await check();
    expect(await current()).toEqual([]);
    await until(() => smtp.mails.length === 2);
    expect(subjects()).toEqual([
      'The integration "Default" is failing',
      'The integration "Default" works again',
    ]);
    expect(smtp.mails[0]?.parsed.text).toContain('Of its latest 20 requests 10 were refused.');
    expect(smtp.mails[0]?.parsed.text).toContain('https://scim.vendor.test/v1/scim/v2');
  });

  it('comes and goes within a day: listed again, mailed once', async () => {
    for (const _ of [1, 2]) {
      await refused(20);
      await check();
      expect(await current()).toEqual(['integration.failing']);
      await good(20);
      await check();
      expect(await current()).toEqual([]);
    }
    expect(await mailRows(server)).toHaveLength(2);
  });

  it('404 and what is older than a quarter of an hour say nothing', async () => {
    await request(20, '/Users/nobody', 404);
    await check();
    expect(await current()).toEqual([]);
    await refused(20);
    now += 16 * MINUTE_MS;
    await check();
    expect(await current()).toEqual([]);
  });

  it('one request with a token that has expired is enough; one that came through ends it', async () => {
    const { token } = await createToken(server.app, contextOf(server.app, server.organization.id), {
      connectionId: server.connectionId,
      ownerId: server.ownerId,
      name: 'short',
      scopes: ['scim:read'],
      expiresAt: new Date(now + DAY_MS).toISOString(),
    });
    await server.app.registry.refresh(server.organization.id);
    await good(20, token);
    now += DAY_MS;
    await request(1, '/Users', 401, token);
    await check();
    expect(await current()).toEqual(['integration.failing']);
    await until(() => smtp.mails.length === 1);
    expect(smtp.mails[0]?.parsed.text).toContain('a token that has expired');
    expect(smtp.mails[0]?.parsed.text).not.toContain(token);
    await good(2);
    await check();
    expect(await current()).toEqual([]);
  });

  it('one organisation’s failures are no other’s', async () => {
    const other = await server.addTenant({ name: 'Beta' });
    await refused(20);
    await request(20, '/Users', 200, other.token);
    await check();
    expect(await listNotices(server.app.reader, other.organization.id)).toEqual([]);
    expect(await current()).toEqual(['integration.failing']);
  });

  it('a mail that waits is withdrawn when what it says has ended', async () => {
    await sending.close();
    await refused(20);
    await check();
    await good(20);
    await check();
    sending = startSending(server.app, smtp.url, NOTICE_MAIL_KINDS);
    await until(async () => (await mailRows(server)).every(({ state }) => state !== 'queued'));
    expect((await mailRows(server)).map(({ state }) => state)).toEqual(['withdrawn', 'sent']);
    expect(subjects()).toEqual(['The integration "Default" works again']);
  });
});
