import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginTry, subjectsOf } from '../../packages/server/src/accounts/index.ts';
import { signInRetentionJob } from '../../packages/server/src/sign-in/index.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { addPerson, Browser, countOf, PASSWORD, type Person, signedIn } from './support.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const WRONG = 'walnut gravel anchor 8';

/** Goes on through the file, as time does: failures of a test are forgotten in the next one. */
let now = Date.parse('2026-11-25T08:00:00Z');
let server: TestServer;
let ann: Person;
let count = 0;
beforeAll(async () => {
  server = await startServer({
    clock: () => new Date(now),
    nodes: 2,
    config: { trustedProxies: ['127.0.0.1'] },
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  count += 1;
  now += 25 * 60 * MINUTE_MS;
  await signInRetentionJob(server.app).run(new AbortController().signal);
  ann = await addPerson(server, server, `ann${count}@acme.test`);
});

/** A browser somewhere: requests come through a proxy that says where from. */
const from = (address: string) => new Browser(server, { 'x-forwarded-for': address });
/** A failure as `guess` leaves one, without the hash that takes so long. */
const fail = (email: string, address = '198.51.100.1') =>
  beginTry(server.app, subjectsOf(email, address), address);
const guess = async (email: string, address = '198.51.100.1') => from(address).signIn(email, WRONG);

describe('§3 Brute force', () => {
  it.each(['somebody', 'nobody'])(
    'an address that %s has: from the fifth failure on a pause, which doubles up to 15 minutes',
    async (who) => {
      const email = who === 'somebody' ? ann.email : 'nobody@acme.test';
      for (let n = 0; n < 5; n++) expect((await guess(email)).status).toBe(401);
      const pauses: number[] = [];
      for (let n = 0; n < 13; n++) {
        const refused = await guess(email);
        expect(refused.status).toBe(429);
        const seconds = Number(refused.headers.get('retry-after'));
        pauses.push(seconds);
        now += seconds * SECOND_MS - 1;
        expect((await guess(email)).status).toBe(429);
        now += 1;
        expect((await guess(email)).status).toBe(401);
      }
      expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    },
  );

  it('is never for ever: the right password after the pause signs in and ends it', async () => {
    for (let n = 0; n < 5; n++) await guess(ann.email);
    expect((await from('198.51.100.1').signIn(ann.email)).status).toBe(429);
    now += SECOND_MS;
    expect((await from('198.51.100.1').signIn(ann.email)).status).toBe(200);
    for (let n = 0; n < 5; n++) expect((await guess(ann.email)).status).toBe(401);
  });

  it('counts an address in any letters, from wherever, and other addresses apart', async () => {
    const [name = '', domain = ''] = ann.email.split('@');
    const spelled = [
      ann.email,
      ann.email.toUpperCase(),
      `${name.toUpperCase()}@${domain}`,
      `${name}@${domain.toUpperCase()}`,
      `A${name.slice(1)}@${domain}`,
    ];
    for (const [n, email] of spelled.entries()) await guess(email, `198.51.100.${n}`);
    expect((await guess(ann.email, '203.0.113.9')).status).toBe(429);
    expect((await guess('ben@acme.test', '203.0.113.9')).status).toBe(401);
  });

  it('many at once are no way round', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => guess(ann.email, `198.51.100.${n}`)),
    );
    const compared = answers.filter(({ status }) => status === 401 || status === 503);
    expect(compared.length).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(55);
  });

  it('one address of a client: 50 failures, then a pause of a minute at most, for others none', async () => {
    for (let n = 0; n < 49; n++) await fail(`p${n}@acme${n}.test`);
    expect((await guess('p49@acme49.test')).status).toBe(401);
    const refused = await guess('p50@acme50.test');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await guess('p50@acme50.test', '203.0.113.9')).status).toBe(401);
    now += MINUTE_MS;
    expect((await from('198.51.100.1').signIn(ann.email)).status).toBe(200);
  });

  it('one organisation: 200 failures over its domain, then a short pause, but not where somebody is signed in', async () => {
    await from('192.0.2.7').signIn(ann.email);
    for (let n = 0; n < 199; n++) await fail(`p${n}@acme.test`, `198.51.100.${n}`);
    expect((await guess('p199@acme.test', '198.51.100.199')).status).toBe(401);
    const refused = await guess('another@acme.test', '203.0.113.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(5);
    expect((await from('203.0.113.1').signIn(ann.email)).status).toBe(429);
    expect((await from('192.0.2.7').signIn(ann.email)).status).toBe(200);
    expect((await guess('someone@beta.test', '203.0.113.1')).status).toBe(401);
  });

  it('who signs in often is not held up by it', async () => {
    for (let n = 0; n < 45; n++) await fail(`p${n}@acme${n}.test`);
    for (let n = 0; n < 7; n++) {
      expect((await from('198.51.100.1').signIn(ann.email)).status).toBe(200);
    }
  });

  it('the password of who is signed in is guessed no faster', async () => {
    const browser = await signedIn(server, ann);
    for (let n = 0; n < 5; n++) {
      const path = n % 2 === 0 ? '/prove' : '/password';
      const body =
        n % 2 === 0 ? { password: WRONG } : { old: WRONG, new: 'harbour lantern 42 moss' };
      const method = n % 2 === 0 ? 'POST' : 'PUT';
      expect((await browser.call(method, path, body)).status).toBe(403);
    }
    expect((await browser.call('POST', '/prove', { password: PASSWORD })).status).toBe(429);
    expect((await browser.call('GET', '/me')).status).toBe(200);
  });

  it('keeps digests alone, and forgets', async () => {
    await guess('nobody@acme.test');
    const rows = JSON.stringify(await rowsOf(server, 'select * from sign_in_failure'));
    expect(rows).not.toContain('nobody');
    expect(rows).not.toContain('198.51');
    expect(await countOf(server, 'sign_in_failure')).toBe(3);
    now += 24 * 60 * MINUTE_MS;
    await signInRetentionJob(server.app).run(new AbortController().signal);
    expect(await countOf(server, 'sign_in_failure')).toBe(0);
  });
});
