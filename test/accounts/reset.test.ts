import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../packages/server/src/accounts/index.ts';
import { createMember, deactivateMember } from '../../packages/server/src/members/index.ts';
import { mailRows } from '../mail/support.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import {
  addAccount,
  addPerson,
  Browser,
  codeIn,
  contextOf,
  countOf,
  latestMail,
  type Person,
  signedIn,
} from './support.ts';

const MINUTE_MS = 60_000;
const FRESH = 'harbour lantern 42 moss';

/** Goes on through the file, as time does. */
let now = Date.parse('2026-11-25T08:00:00Z');
let server: TestServer;
let beta: Tenant;
let ann: Person;
let browser: Browser;
let count = 0;
beforeAll(async () => {
  server = await startServer({ clock: () => new Date(now), nodes: 2 });
  beta = await server.addTenant({ name: 'Beta' });
});
afterAll(() => server.close());
beforeEach(async () => {
  count += 1;
  now += 24 * 60 * MINUTE_MS;
  ann = await addPerson(server, server, `ann${count}@acme.test`);
  browser = new Browser(server);
});

/** Mail to somebody of this test. */
const mailed = async (kind = 'account.reset') =>
  (await mailRows(server)).filter(
    (row) => row.kind === kind && row.recipient.endsWith(`${count}@acme.test`),
  );
const ask = (email: string, headers: Readonly<Record<string, string>> = {}) =>
  browser.call('POST', '/password-reset', { email }, headers);
const complete = (code: string, password = FRESH) =>
  browser.call('POST', '/password-reset/complete', { code, password });
const newCode = async () => codeIn(await latestMail(server, 'account.reset'));

describe('§3 Password reset', () => {
  it('a mailed code sets the password, once, signs nobody in and everybody out', async () => {
    const before = await signedIn(server, ann);
    expect((await ask(ann.email)).status).toBe(204);
    const code = await newCode();
    expect(code).toMatch(/^[\w-]{43}$/);
    expect((await complete(code)).status).toBe(204);
    expect(browser.cookie).toBeUndefined();
    expect((await before.call('GET', '/me')).status).toBe(401);
    expect((await browser.signIn(ann.email)).status).toBe(401);
    expect((await browser.signIn(ann.email, FRESH)).status).toBe(200);
    const again = await complete(code, 'lichen copper drizzle 9');
    expect(again.status).toBe(403);
    expect((await new Browser(server).signIn(ann.email, FRESH)).status).toBe(200);
    expect(await mailed('account.password_changed')).toHaveLength(1);
    const recorded = `action = 'account.password_reset' and subject_id = '${ann.memberId}'`;
    expect(await countOf(server, 'audit', recorded)).toBe(1);
  });

  it('an address that nobody has is answered the same, and nothing is sent', async () => {
    const [known, unknown] = [await ask(ann.email), await ask(`nobody${count}@acme.test`)];
    expect([known.status, known.body]).toEqual([204, undefined]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect((await mailed()).map(({ recipient }) => recipient)).toEqual([ann.email]);
  });

  it('the link begins with the public URL, whatever the request says', async () => {
    const forged = { 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' };
    await ask(ann.email, forged);
    const mail = await latestMail(server, 'account.reset');
    expect(mail).toContain('https://scim.vendor.test/reset-password#');
    expect(mail).not.toContain('evil.test');
  });

  it('is good for an hour, and the code is kept as a digest alone', async () => {
    await ask(ann.email);
    const code = await newCode();
    const kept = JSON.stringify(await rowsOf(server, 'select * from one_time_link'));
    expect(kept).not.toContain(code);
    now += 60 * MINUTE_MS - 1;
    await ask(ann.email);
    const later = await newCode();
    now += 1;
    expect((await complete(code)).status).toBe(403);
    expect((await complete(later)).status).toBe(204);
  });

  it('codes that were never made are told nothing else', async () => {
    await ask(ann.email);
    const code = await newCode();
    const wrong = [
      `${code}x`,
      code.slice(1),
      code.toLowerCase(),
      'x'.repeat(43),
      code.slice(0, -1),
    ];
    const bodies = new Set<string>();
    for (const one of wrong) {
      const { status, body } = await complete(one);
      expect(status).toBe(403);
      bodies.add(JSON.stringify(body));
    }
    expect(bodies.size).toBe(1);
    expect((await complete(code)).status).toBe(204);
  });

  it('a password that is refused leaves the code good; one that is set makes all codes bad', async () => {
    await ask(ann.email);
    const first = await newCode();
    await ask(ann.email);
    const second = await newCode();
    expect(second).not.toBe(first);
    expect((await complete(first, 'too short')).status).toBe(400);
    expect((await complete(first)).status).toBe(204);
    expect((await complete(second, 'lichen copper drizzle 9')).status).toBe(403);
  });

  it('two that use one code at the same moment: one password is set', async () => {
    await ask(ann.email);
    const code = await newCode();
    const passwords = [
      'lichen copper drizzle 1',
      'lichen copper drizzle 2',
      'lichen copper drizzle 3',
    ];
    const answers = await Promise.all(passwords.map((one) => complete(code, one)));
    expect(answers.map(({ status }) => status).toSorted()[0]).toBe(204);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const works = await Promise.all(
      passwords.map(async (one) => (await new Browser(server).signIn(ann.email, one)).status),
    );
    expect(works.filter((status) => status === 200)).toHaveLength(1);
  });

  it("fills nobody's inbox: three, then a pause that the answer does not tell", async () => {
    for (let n = 0; n < 6; n++) expect((await ask(ann.email)).status).toBe(204);
    expect(await mailed()).toHaveLength(3);
    now += 15 * MINUTE_MS;
    await ask(ann.email);
    expect(await mailed()).toHaveLength(4);
  });

  it('ends the pause that guessing brought', async () => {
    for (let n = 0; n < 6; n++) await browser.signIn(ann.email, 'walnut gravel anchor 8');
    expect((await browser.signIn(ann.email)).status).toBe(429);
    await ask(ann.email);
    await complete(await newCode());
    expect((await browser.signIn(ann.email, FRESH)).status).toBe(200);
  });
});

describe('B7 a password reset brings nobody back', () => {
  it('who is deactivated gets no mail, and a code of before is good for nothing', async () => {
    await ask(ann.email);
    const code = await newCode();
    await deactivateMember(server.app, contextOf(server, server), ann.memberId);
    expect((await complete(code)).status).toBe(403);
    expect((await ask(ann.email)).status).toBe(204);
    expect(await mailed()).toHaveLength(1);
    expect((await browser.signIn(ann.email)).status).toBe(401);
  });

  it('a mail that waits is withdrawn when the person has left', async () => {
    await ask(ann.email);
    await deactivateMember(server.app, contextOf(server, server), ann.memberId);
    await latestMail(server, 'account.reset');
    expect((await mailed()).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(await countOf(server, 'one_time_link', `account_id = '${ann.accountId}'`)).toBe(0);
  });

  it('who is active in another organisation is mailed there', async () => {
    const input = { email: ann.email, orgAdmin: false, emailProven: true };
    const { id } = await createMember(server.app, contextOf(server, beta), input);
    await addAccount(server, beta, ann.email, id);
    await deactivateMember(server.app, contextOf(server, server), ann.memberId);
    await ask(ann.email);
    expect((await mailed()).map((row) => row.organization_id)).toEqual([beta.organization.id]);
    expect((await complete(await newCode())).status).toBe(204);
    expect((await browser.signIn(ann.email, FRESH)).body.organization.slug).toBe('beta');
  });
});

describe('B9 letters that look or fold alike', () => {
  it.each([
    ['ANN#@ACME.TEST', true],
    ['ann#@acme.test', true],
    // Full width is the same letter (RFC 8265 §3.3).
    ['ａnn#@acme.test', true],
    // U+0131, of which Unicode makes an i only in Turkish.
    ['mıke#@acme.test', false],
    ['ᴬnn#@acme.test', false],
    ['аnn#@acme.test', false],
    ['ann#@acme.test ', false],
  ])('%s', async (pattern, isKnown) => {
    const typed = pattern.replace('#', String(count));
    await addPerson(server, server, `mike${count}@acme.test`);
    await ask(typed);
    // Mail goes to the address that is kept, never to the one that was typed.
    const recipients = (await mailed()).map(({ recipient }) => recipient);
    expect(recipients).toEqual(isKnown ? [ann.email] : []);
    expect((await browser.signIn(typed)).status).toBe(isKnown ? 200 : 401);
  });

  it('an account has one address in whatever letters', async () => {
    const made = server.app.writer.write(server.organization.id, (session) => {
      const email = ann.email.toUpperCase();
      const at = server.app.clock().toISOString();
      return createAccount(session, { email, passwordHash: null, displayName: null }, at);
    });
    await expect(made).rejects.toThrow('already an account');
  });
});
