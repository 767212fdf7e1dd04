/** How the first people come in: the set-up, and the link of the operator. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../packages/server/src/cli/run-command.ts';
import { createMember } from '../../packages/server/src/members/index.ts';
import { newAdminLink, newSetUpLink } from '../../packages/server/src/sign-in/index.ts';
import { mailRows } from '../mail/support.ts';
import { createTestDatabase, TEST_DATABASE } from '../support/postgres.ts';
import { rollcall, startProcess } from '../support/process.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  addPerson,
  Browser,
  codeIn,
  contextOf,
  countOf,
  PASSWORD,
  type Person,
  signedIn,
} from './support.ts';

const MINUTE_MS = 60_000;

let now: number;
let server: TestServer;
let browser: Browser;

async function start(): Promise<void> {
  now = Date.parse('2026-11-25T08:00:00Z');
  server = await startServer({ clock: () => new Date(now), nodes: 2 });
}

const given = (code: string) => ({
  code,
  organization: { name: 'Höchst & Co' },
  email: 'first@hochst.test',
  displayName: 'Fia First',
  password: PASSWORD,
});
const setUpCode = async () => (await newSetUpLink(server.app))?.code ?? '';

describe('set-up: the first organisation and its Org Admin', () => {
  beforeEach(async () => {
    await start();
    browser = new Browser(server);
  });
  afterEach(() => server.close());

  it('makes organisation, member, account and session, once', async () => {
    const code = await setUpCode();
    const answer = await browser.call('POST', '/set-up', given(code));
    expect(answer.status).toBe(200);
    expect(answer.body.organization.slug).toBe('hochst-co');
    const { body } = await browser.call('GET', '/me');
    expect(body).toMatchObject({
      organization: { name: 'Höchst & Co', plan: 'enterprise' },
      member: { email: 'first@hochst.test', emailProven: true, local: true },
      orgAdmin: true,
      session: { method: 'setup' },
    });
    expect((await new Browser(server).call('POST', '/set-up', given(code))).status).toBe(403);
    expect(await newSetUpLink(server.app)).toBeUndefined();
    expect((await new Browser(server).signIn('first@hochst.test')).status).toBe(200);
  });

  it('all of it or nothing', async () => {
    const code = await setUpCode();
    const wrong: readonly object[] = [
      { password: 'short' },
      { email: 'no address' },
      { organization: { name: ' ' } },
      { organization: { name: 'Acme' } },
      { displayName: '' },
      { code: `${code}x` },
    ];
    const before = await countOf(server, 'organization');
    for (const part of wrong) {
      const { status } = await browser.call('POST', '/set-up', { ...given(code), ...part });
      expect([400, 403, 409]).toContain(status);
    }
    expect(await countOf(server, 'organization')).toBe(before);
    expect(await countOf(server, 'account')).toBe(0);
    expect((await browser.call('POST', '/set-up', given(code))).status).toBe(200);
  });

  it('two links at the same moment: one organisation', async () => {
    const codes = [await setUpCode(), await setUpCode()];
    const before = await countOf(server, 'organization');
    const answers = await Promise.all(
      codes.map((code, n) =>
        new Browser(server).call('POST', '/set-up', {
          ...given(code),
          email: `first${n}@hochst.test`,
          organization: { name: `Höchst ${n}` },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    expect(await countOf(server, 'organization')).toBe(before + 1);
    expect(await countOf(server, 'account')).toBe(1);
  });

  it('is good for a day', async () => {
    const code = await setUpCode();
    now += 24 * 60 * MINUTE_MS;
    expect((await browser.call('POST', '/set-up', given(code))).status).toBe(403);
  });
});

describe('§3 Break-glass', () => {
  let boss: Person;
  let count = 0;
  beforeAll(start);
  afterAll(() => server.close());
  beforeEach(async () => {
    count += 1;
    browser = new Browser(server);
    boss = await addPerson(server, server, `boss${count}@acme.test`, true);
  });
  const linkFor = async (memberId: string) =>
    (await newAdminLink(server.app, contextOf(server, server), memberId)).code;
  const use = (code: string) => browser.call('POST', '/sign-in-link', { code });

  it('signs an Org Admin in once, within 15 minutes', async () => {
    const code = await linkFor(boss.memberId);
    const late = await linkFor(boss.memberId);
    expect((await use(code)).status).toBe(200);
    expect((await browser.call('GET', '/me')).body).toMatchObject({
      member: { id: boss.memberId },
      orgAdmin: true,
      session: { method: 'admin-link' },
    });
    expect((await use(code)).status).toBe(403);
    now += 15 * MINUTE_MS;
    expect((await use(late)).status).toBe(403);
  });

  it('is for active Org Admins alone, also when it is used', async () => {
    const ann = await addPerson(server, server, `ann${count}@acme.test`);
    await expect(linkFor(ann.memberId)).rejects.toThrow('active Org Admins');
    const code = await linkFor(boss.memberId);
    await server.app.writer.write(server.organization.id, async (session) => {
      const sql = `update member set is_org_admin = 0 where id = '${boss.memberId}' returning id`;
      await session.dynamic({ sql, parameters: [] });
    });
    expect((await use(code)).status).toBe(403);
  });

  it('is loud: all Org Admins are mailed, and the audit log has its making and its use', async () => {
    await use(await linkFor(boss.memberId));
    const mailed = (await mailRows(server)).map(({ recipient }) => recipient);
    expect(mailed).toEqual(expect.arrayContaining(['admin@acme.test', boss.email]));
    const actions = await rowsOf<{ action: string; actor: string }>(
      server,
      `select action, actor from audit where organization_id = '${server.organization.id}' order by seq`,
    );
    expect(actions.slice(-2)).toEqual([
      { action: 'admin_link.created', actor: 'cli:test' },
      { action: 'session.started', actor: `member:${boss.memberId}` },
    ]);
  });

  it('lets a forgotten password be set for ten minutes, and ends the other sessions', async () => {
    const before = await signedIn(server, boss);
    await use(await linkFor(boss.memberId));
    const set = (fresh: string) => browser.call('PUT', '/password', { new: fresh });
    expect((await set('harbour lantern 42 moss')).status).toBe(204);
    expect((await before.call('GET', '/me')).status).toBe(401);
    expect((await browser.call('GET', '/me')).status).toBe(200);
    now += 10 * MINUTE_MS + 1;
    expect((await set('lichen copper drizzle 9')).status).toBe(403);
  });

  it('is how a member without an account gets one', async () => {
    await use(await linkFor(server.ownerId));
    expect((await browser.call('GET', '/me')).body.account).toBeNull();
    expect((await browser.call('POST', '/prove', { password: PASSWORD })).status).toBe(403);
    expect(
      (await browser.call('PUT', '/password', { new: 'harbour lantern 42 moss' })).status,
    ).toBe(204);
    const { body } = await browser.call('GET', '/me');
    expect(body.account).toMatchObject({ email: 'admin@acme.test', hasPassword: true });
    const again = await new Browser(server).signIn('admin@acme.test', 'harbour lantern 42 moss');
    expect(again.status).toBe(200);
    expect((await browser.call('GET', '/sessions')).body.sessions).toHaveLength(2);
  });

  it('opens no other organisation: an account that is there is linked with its password alone', async () => {
    const beta = await server.addTenant({ name: 'Beta' });
    await addPerson(server, beta, 'both@beta.test');
    const { app } = server;
    const input = { email: 'both@beta.test', orgAdmin: true, emailProven: false };
    const { id } = await createMember(app, contextOf(server, server), input);
    await use(await linkFor(id));
    const before = await rowsOf(server, 'select * from account');
    const fresh = 'harbour lantern 42 moss';
    expect((await browser.call('PUT', '/password', { new: fresh })).status).toBe(403);
    expect(
      (await browser.call('PUT', '/password', { old: `${PASSWORD}x`, new: fresh })).status,
    ).toBe(403);
    expect(await rowsOf(server, 'select * from account')).toEqual(before);
    expect((await browser.call('PUT', '/password', { old: PASSWORD, new: fresh })).status).toBe(
      204,
    );
    expect((await browser.call('GET', '/me')).body.organizations).toHaveLength(2);
  });
});

describe('the command line', () => {
  let data: string;
  let place: string[];
  let drop: () => Promise<void>;
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'rollcall-accounts-'));
    const database = TEST_DATABASE === 'postgres' ? await createTestDatabase() : undefined;
    place = database === undefined ? [] : ['--database-url', database.url];
    drop = async () => {
      await database?.drop();
      rmSync(data, { recursive: true, force: true });
    };
  });
  afterEach(() => drop());
  const run = (...words: string[]) => rollcall(data, ...words, ...place);

  it('serve prints a link that sets an empty service up, and the commands that do so without a browser', async () => {
    const running = await startProcess(data, ...place);
    try {
      await expect.poll(() => running.output(), { timeout: 30_000 }).toContain('/set-up#');
      const output = running.output();
      expect(output).toContain(`http://127.0.0.1:${running.port}/set-up#`);
      expect(output).toContain('organization create');
      expect(output).toContain('member create');
      expect(output).toContain('token create');
      const url = `http://127.0.0.1:${running.port}/v1/console`;
      const response = await fetch(`${url}/set-up`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
        body: JSON.stringify({ ...given(codeIn(output)), organization: { name: 'Acme' } }),
      });
      expect(response.status).toBe(200);
      const who = ['--organization', 'acme', '--member', 'first@hochst.test'];
      const made = await run('admin-link', ...who, '--public-url', 'https://id.vendor.test/');
      expect(Object(made).url).toMatch(/^https:\/\/id\.vendor\.test\/sign-in-link#[\w-]{43}$/);
    } finally {
      await running.stop();
    }
  });

  it('works while no server runs', async () => {
    const { url } = Object(await run('setup-link', '--public-url', 'https://id.vendor.test'));
    expect(url).toMatch(/^https:\/\/id\.vendor\.test\/set-up#[\w-]{43}$/);
  });
});

describe('commands about accounts and sessions', () => {
  beforeAll(start);
  afterAll(() => server.close());
  const run = (name: string, input: object) =>
    runCommand(server.app, name, input, { kind: 'cli', id: 'test' });
  const organization = 'acme';

  it('account list and show have no part of a password', async () => {
    const { email, memberId, accountId } = await addPerson(server, server, 'ann@acme.test');
    const listed = await run('account list', { organization });
    expect(listed).toMatchObject({
      result: [{ email, memberId, id: accountId, hasPassword: true }],
    });
    for (const argument of [email.toUpperCase(), accountId]) {
      const shown = await run('account show', { argument });
      expect(shown).toMatchObject({
        result: { email, members: [{ organization, memberId }] },
      });
      expect(JSON.stringify([listed, shown])).not.toContain('argon2');
    }
    const nobody = await run('account show', { argument: 'x@acme.test' });
    expect(nobody).toMatchObject({ error: { code: 'notFound' } });
  });

  it('session list and end', async () => {
    const ben = await addPerson(server, server, 'ben@acme.test');
    const here = await signedIn(server, ben);
    expect(await run('session list', { organization })).toMatchObject({
      result: [{ memberId: ben.memberId }],
    });
    const member = ben.email;
    expect(await run('session list', { organization, member })).toMatchObject({
      result: [{ method: 'password' }],
    });
    expect(await run('session end', { organization, member })).toMatchObject({
      result: { ended: 1 },
    });
    expect(await run('session list', { organization, member })).toEqual({ result: [] });
    expect((await here.call('GET', '/me')).status).toBe(401);
  });

  it('setup-link is refused when somebody has an account, admin-link for who is no Org Admin', async () => {
    const cat = await addPerson(server, server, 'cat@acme.test');
    expect(await run('setup-link', {})).toMatchObject({
      error: { code: 'refused', message: expect.stringContaining('is set up') },
    });
    expect(await run('admin-link', { organization, member: cat.email })).toMatchObject({
      error: { code: 'refused', message: expect.stringContaining('active Org Admins') },
    });
  });
});
