import { argon2Sync, hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../packages/server/src/accounts/index.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addPerson, Browser, countOf, PASSWORD, type Person, signedIn } from './support.ts';

let server: TestServer;
let ann: Person;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  ann = await addPerson(server, server, 'ann.lee@acme.test');
});
afterAll(() => server.close());

const change = async (browser: Browser, fresh: unknown, old: unknown = PASSWORD) =>
  browser.call('PUT', '/password', { old, new: fresh });

describe('§3 Passwords', () => {
  const refused: Readonly<Record<string, string>> = {
    'fourteen characters': 'x7!kQz9#mWp2$v',
    'more than 256 bytes': `${'walnut gravel anchor 7 '.repeat(12)}x`,
    'more than 256 bytes in fewer characters': 'ü1é2ö3'.repeat(30),
    'one letter over and over': 'aaaaaaaaaaaaaaaaaaaa',
    'one piece over and over': 'winter26winter26winter',
    'a row': 'abcdefghijklmnopqrst',
    'a row of digits': '12345678901234567890',
    'a common one twice': 'iloveyoupassword',
    'two common ones': 'sunshine123456789',
    'the address': 'ann.lee@acme.test1',
    'the name of the organisation and the product': 'Acme Rollcall Acme 1',
  };
  it.each(Object.entries(refused))('%s is refused, and nothing changes', async (_, password) => {
    const browser = await signedIn(server, ann);
    const before = await rowsOf(server, 'select * from account');
    const { status, body } = await change(browser, password);
    expect(status).toBe(400);
    expect(body.detail).toMatch(/password/i);
    expect(JSON.stringify(body)).not.toContain(password);
    expect(await rowsOf(server, 'select * from account')).toEqual(before);
  });

  it('has no rules of composition, takes spaces and any letters, and 256 bytes', async () => {
    const taken = [
      'zgkwpvnmqxrtlbd',
      'correct horse battery staple',
      ' leading and trailing ',
      'ключ под ковриком у двери',
      `${'0123456789abcdef~'.repeat(3)} and then some`.padEnd(256, 'gravel anchor walnut '),
    ];
    let old = PASSWORD;
    for (const password of taken) {
      const browser = new Browser(server);
      expect((await browser.signIn(ann.email, old)).status).toBe(200);
      expect((await change(browser, password, old)).status).toBe(204);
      old = password;
    }
    const browser = new Browser(server);
    await browser.signIn(ann.email, old);
    expect((await change(browser, PASSWORD, old)).status).toBe(204);
  });

  it('a change needs the old one, ends every other session, and gives this one another cookie', async () => {
    const [here, there] = [await signedIn(server, ann), await signedIn(server, ann)];
    const fresh = 'harbour lantern 42 moss';
    expect((await here.call('PUT', '/password', { new: fresh })).status).toBe(403);
    expect((await change(here, fresh, 'walnut gravel anchor 8')).status).toBe(403);
    expect((await there.call('GET', '/me')).status).toBe(200);
    const { cookie } = here;
    expect((await change(here, fresh)).status).toBe(204);
    expect(here.cookie).not.toBe(cookie);
    expect((await here.call('GET', '/me')).status).toBe(200);
    expect((await there.call('GET', '/me')).status).toBe(401);
    there.cookie = cookie;
    expect((await there.call('GET', '/me')).status).toBe(401);
    expect((await new Browser(server).signIn(ann.email)).status).toBe(401);
    const browser = new Browser(server);
    expect((await browser.signIn(ann.email, fresh)).status).toBe(200);
    expect((await change(browser, PASSWORD, fresh)).status).toBe(204);
  });

  it('its owner is told by mail, and the audit log has no part of it', async () => {
    expect(await countOf(server, 'mail', "kind = 'account.password_changed'")).toBeGreaterThan(0);
    const records = JSON.stringify(await rowsOf(server, 'select * from audit_detail'));
    expect(await countOf(server, 'audit', "action = 'account.password_changed'")).toBeGreaterThan(
      0,
    );
    expect(records).not.toContain('walnut');
    expect(records).not.toContain('argon2');
  });

  it('is kept as argon2id with 19 MiB and two passes', async () => {
    const [row] = await rowsOf<{ password_hash: string }>(
      server,
      'select password_hash from account',
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('is hashed anew at sign-in when more is asked for than it was made with', async () => {
    // argon2id, m=4096, t=1, p=1, of PASSWORD; made with Node's crypto.argon2Sync.
    const nonce = Buffer.from('sixteen byte salt');
    const weak = {
      message: PASSWORD,
      nonce,
      parallelism: 1,
      tagLength: 32,
      memory: 4096,
      passes: 1,
    };
    const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const phc = `$argon2id$v=19$m=4096,t=1,p=1$${base64(nonce)}$${base64(argon2Sync('argon2id', weak))}`;
    const old = await addPerson(server, server, 'old@acme.test');
    const where = `where id = '${old.accountId}'`;
    await server.app.writer.write(server.organization.id, async (session) => {
      const sql = `update account set password_hash = '${phc}' ${where} returning id`;
      await session.dynamic({ sql, parameters: [] });
    });
    await signedIn(server, old);
    const [row] = await rowsOf<{ password_hash: string }>(
      server,
      `select password_hash from account ${where}`,
    );
    expect(row?.password_hash).toMatch(/m=19456/);
    await signedIn(server, old);
  });
});

describe('B10 every byte counts', () => {
  it.each([73, 128, 200, 256])('passwords that differ at byte %i are different', async (at) => {
    const base = Array.from({ length: 6 }, (_, n) => hash('sha512', String(n), 'base64')).join('');
    const text = base.slice(0, at);
    const phc = await hashPassword(text);
    const other = text.slice(0, -1) + (text.endsWith('x') ? 'y' : 'x');
    expect((await verifyPassword(text, phc)).matches).toBe(true);
    expect((await verifyPassword(other, phc)).matches).toBe(false);
    expect((await verifyPassword(text.slice(0, -1), phc)).matches).toBe(false);
    expect((await verifyPassword(`${text}x`, phc)).matches).toBe(false);
  });

  it('a password is right for its own address only, however long both are', async () => {
    const long = `${'n'.repeat(250)}@acme.test`;
    const person = await addPerson(server, server, long);
    await signedIn(server, person);
    for (const email of [`${'n'.repeat(249)}@acme.test`, `${'n'.repeat(251)}@acme.test`]) {
      expect((await new Browser(server).signIn(email)).status).toBe(401);
      expect((await new Browser(server).signIn(email, `${PASSWORD}${long}`)).status).toBe(401);
    }
    expect((await new Browser(server).signIn(long, `${PASSWORD}x`)).status).toBe(401);
    expect((await new Browser(server).signIn(long, '')).status).toBe(400);
  });
});

describe('E9 signing in cannot be used to starve the service', () => {
  it('200 at once: few wait, the others are told to come again, and SCIM goes on', async () => {
    const people = await Promise.all(
      Array.from({ length: 40 }, (_, n) => addPerson(server, server, `p${n}@many.test`)),
    );
    // One of them is signed in from here, so that all may come from one address.
    const sent = Array.from({ length: 200 }, (_, n) =>
      new Browser(server).signIn(people[n % 40]?.email ?? '', `${PASSWORD}${n}`),
    );
    const reads = Array.from({ length: 20 }, () => server.scim('/Users'));
    for (const read of await Promise.all(reads)) expect(read.status).toBe(200);
    const answers = await Promise.all(sent);
    for (const { status, headers } of answers) {
      expect([401, 429, 503]).toContain(status);
      if (status !== 401) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const compared = answers.filter(({ status }) => status === 401).length;
    expect(compared).toBeGreaterThan(0);
    expect(compared).toBeLessThan(200);
  });

  it('a password of more than 256 bytes is refused before it is hashed', async () => {
    const { status } = await new Browser(server).signIn(ann.email, 'x'.repeat(1024));
    expect([401, 429]).toContain(status);
    expect((await new Browser(server).signIn(ann.email, 'x'.repeat(1025))).status).toBe(400);
  });
});
