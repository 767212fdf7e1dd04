/** A token is in the answer that made it and nowhere else, however and wherever it is sent. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, startScripted } from '../single-sign-on/scripted-provider.ts';
import { Browser as SsoBrowser } from '../single-sign-on/support.ts';
import { createTestDatabase, TEST_DATABASE, type TestDatabase } from '../support/postgres.ts';
import { rollcall, type ServerProcess, startProcess } from '../support/process.ts';
import { filesWith, tablesWith } from '../support/rows.ts';
import { runCli } from '../support/run-cli.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ORGANIZATION = ['--organization', 'acme'];
/** Characters behind the organisation's key. */
const SECRET_LENGTH = 36;
/** The same of the code of an invitation. */
const CODE_LENGTH = 32;

let data: string;
let database: TestDatabase | undefined;
let server: ServerProcess;
let userId: string;
let invitationCode = '';
/** By what became of them. */
const tokens = new Map<string, string>();
/** Passwords, the values of cookies, and codes. */
const others: string[] = [];
/** Whatever came back, headers too; cookies are where they belong. */
const answers: string[] = [];

const place = () => (database === undefined ? ['--data', data] : ['--database-url', database.url]);

async function command(...words: string[]): Promise<{ id: string; token: string }> {
  const typed = database === undefined ? words : [...words, '--database-url', database.url];
  return (await rollcall(data, ...typed)) as { id: string; token: string };
}

async function newToken(name: string, scope: string): Promise<string> {
  const owner = ['--owner', 'a@acme.test', '--expires', 'never'];
  const words = ['token', 'create', ...ORGANIZATION, ...owner, '--name', name, '--scope', scope];
  const { id, token } = await command(...words);
  tokens.set(name, token);
  return id;
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'rollcall-secrets-'));
  database = TEST_DATABASE === 'postgres' ? await createTestDatabase() : undefined;
  // Nodes on PostgreSQL have a key in common; beside the embedded database one is made.
  if (database !== undefined) vi.stubEnv('ROLLCALL_SECRET_KEY', 'k'.repeat(43));
  vi.stubEnv('ROLLCALL_ALLOW_PRIVATE_ADDRESSES', 'true');
  const options = ['--log-level', 'debug', '--requests-per-second', '1000'];
  server = await startProcess(
    data,
    ...(database === undefined ? [] : ['--database-url', database.url]),
    ...options,
  );
  await command('organization', 'create', '--name', 'Acme', '--plan', 'enterprise');
  await command('member', 'create', ...ORGANIZATION, '--email', 'a@acme.test', '--org-admin');
  const revoked = await newToken('revoked', 'scim:write');
  await command('token', 'revoke', ...ORGANIZATION, revoked);
  const ended = await newToken('ended', 'scim:write');
  const rotation = [...ORGANIZATION, '--overlap-hours', '0'];
  tokens.set('live', (await command('token', 'rotate', ended, ...rotation)).token);
  await newToken('reader', 'scim:read');
  // Nodes on PostgreSQL hear of it within a second.
  while ((await send('/Users', {})).status !== 200) await new Promise((r) => setTimeout(r, 20));
  const body = { schemas: [USER], userName: 'jane' };
  userId = String(Object((await send('/Users', { method: 'POST', body })).body).id);
  await send('/Groups', { method: 'POST', body: { schemas: [GROUP], displayName: 'Staff' } });
});
afterAll(async () => {
  await server.stop();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(path: string, { method = 'GET', body, headers = {} }: Sent) {
  const response = await fetch(server.baseUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get('live')}`,
      'content-type': 'application/scim+json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  answers.push(`${method} ${path.slice(0, 8)} ${JSON.stringify([...response.headers])} ${text}`);
  expect(response.status).toBeLessThan(500);
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/** Every way to send a token as one. */
const HEADERS: readonly ((token: string) => string)[] = [
  (token) => `Bearer ${token}`,
  (token) => `bearer ${token}`,
  (token) => token,
  (token) => `Bearer bearer ${token}`,
  (token) => `Bearer ${token}x`,
  (token) => `Bearer "${token}"`,
  (token) => `Token ${token}`,
  (token) => `Basic ${token}`,
];

/** Where it does not belong. */
const WRONG_PLACES: Readonly<Record<string, (token: string) => readonly [string, Sent]>> = {
  'the query': (token) => [`/Users?access_token=${token}`, {}],
  'a filter': (token) => [`/Users?filter=${encodeURIComponent(`userName eq "${token}"`)}`, {}],
  'a filter without quotes': (token) => [`/Users?filter=userName+eq+${token}`, {}],
  'the name of an attribute': (token) => [`/Users?filter=${token}+pr`, {}],
  sortBy: (token) => [`/Users?sortBy=${token}`, {}],
  attributes: (token) => [`/Users?attributes=${token}`, {}],
  startIndex: (token) => [`/Users?startIndex=${token}`, {}],
  'the path': (token) => [`/Users/${token}`, {}],
  'no endpoint': (token) => [`/${token}`, {}],
  'the request id': (token) => [`/Users/${userId}`, patched({ title: 'x' }, token)],
  'the user agent': (token) => ['/Users', { headers: { 'user-agent': `okta/${token}` } }],
  userName: (token) => ['/Users', { method: 'POST', body: { schemas: [USER], userName: token } }],
  'part of a name': (token) => [
    '/Users',
    { method: 'POST', body: { schemas: [USER], userName: 'x', displayName: `my ${token}!` } },
  ],
  password: (token) => [
    '/Users',
    { method: 'POST', body: { schemas: [USER], userName: `p${Math.random()}`, password: token } },
  ],
  'an unknown attribute': (token) => [
    '/Users',
    { method: 'POST', body: { schemas: [USER], userName: `u${Math.random()}`, apiToken: token } },
  ],
  'a key': (token) => [
    '/Users',
    { method: 'POST', body: { schemas: [USER], userName: `k${Math.random()}`, [token]: 1 } },
  ],
  'a schema': (token) => [
    '/Users',
    { method: 'POST', body: { schemas: [USER, token], userName: `s${Math.random()}` } },
  ],
  'a change': (token) => [`/Users/${userId}`, patched({ nickName: token })],
  'a change of the password': (token) => [`/Users/${userId}`, patched({ password: token })],
  'the path of a change': (token) => [
    `/Users/${userId}`,
    patched('x', undefined, { path: `emails[value eq "${token}"].type` }),
  ],
  'an operation': (token) => [
    `/Users/${userId}`,
    patched({ title: 'x' }, undefined, { op: token }),
  ],
  'the name of a group': (token) => [
    '/Groups',
    { method: 'POST', body: { schemas: [GROUP], displayName: token } },
  ],
  'a member': (token) => [
    '/Groups',
    { method: 'POST', body: { schemas: [GROUP], displayName: 'G', members: [{ value: token }] } },
  ],
  'no object': (token) => ['/Users', { method: 'POST', body: token }],
};

function patched(value: unknown, requestId?: string, more: object = {}): Sent {
  return {
    method: 'PATCH',
    headers: requestId === undefined ? {} : { 'x-request-id': requestId },
    body: { schemas: [PATCH_OP], Operations: [{ op: 'replace', value, ...more }] },
  };
}

/** A request to the console as a browser sends it; the answer's cookie, if it has one. */
async function browse(path: string, body: object, cookie = '', method = 'POST') {
  const response = await fetch(`http://127.0.0.1:${server.port}/v1/console${path}`, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: `__Host-rollcall=${cookie}`,
    },
    body: JSON.stringify(body),
  });
  answers.push(await response.text());
  const value =
    /^__Host-rollcall=([\w-]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '';
  return { status: response.status, value };
}

const codeOf = (link: unknown) => String(Object(link).url).split('#')[1] ?? '';

describe('ASVS 16.2.5: secrets are in no log, no file and no answer', () => {
  it('passwords, cookies and the codes of links', async () => {
    const password = `walnut gravel ${Math.random()}`;
    const fresh = `harbour lantern ${Math.random()}`;
    const code = codeOf(await command('setup-link'));
    const person = { email: 'b@beta.test', displayName: 'B' };
    const setUp = { code, organization: { name: 'Beta' }, ...person, password };
    for (const part of [
      { displayName: '' },
      { email: password },
      { organization: { name: code } },
    ]) {
      expect(
        (await browse('/set-up', { ...setUp, ...part, code: `${code}x` })).status,
      ).toBeLessThan(500);
    }
    const first = await browse('/set-up', setUp);
    expect(first.status).toBe(200);
    const { email } = person;
    const second = await browse('/sign-in', { email, password });
    expect(second.status).toBe(200);
    const change = { old: password, new: fresh };
    const third = await browse('/password', change, second.value, 'PUT');
    expect(third.status).toBe(204);
    await browse('/sign-in', { email: fresh, password: third.value });
    await browse('/sign-in', { email, password: fresh, organization: third.value });
    await browse(`/sessions/${third.value}`, {}, third.value, 'DELETE');
    await browse('/password-reset/complete', { code, password: fresh });
    const who = ['--organization', 'beta', '--member', email];
    const link = codeOf(await command('admin-link', ...who));
    const unused = codeOf(await command('admin-link', ...who));
    const fourth = await browse('/sign-in-link', { code: link });
    expect(fourth.status).toBe(200);
    for (const secret of [password, fresh, code, link, unused]) others.push(secret);
    for (const { value } of [first, second, third, fourth]) others.push(value);
    expect(others.every((secret) => secret.length > 20)).toBe(true);
  });

  it('what an identity provider knows us by, and what a browser takes there and back', async () => {
    const idp = await startScripted();
    const file = join(tmpdir(), `rollcall-client-secret-${process.pid}`);
    writeFileSync(file, `${CLIENT_SECRET}\n`);
    const provider = [
      '--issuer',
      idp.issuer,
      '--client-id',
      CLIENT_ID,
      '--client-secret-file',
      file,
    ];
    const shown = [await command('sso', 'set', ...ORGANIZATION, ...provider)];
    rmSync(file);
    shown.push(await command('sso', 'enable', ...ORGANIZATION));
    const subject = ['--member', 'a@acme.test', '--subject', 'jane'];
    shown.push(await command('sso', 'link', ...ORGANIZATION, ...subject));
    answers.push(JSON.stringify(shown));
    const browser = new SsoBrowser({ url: `http://127.0.0.1:${server.port}` });
    const there = await browser.start();
    const back = idp.authorize(there, 'jane');
    expect(await browser.come(back)).toBe('/');
    expect(await browser.memberId()).toBeDefined();
    const lie = { claims: { nonce: 'x' } };
    expect(await browser.come(idp.authorize(await browser.start(), 'jane', lie))).toContain(
      'rejected',
    );
    const { body } = idp.asked.find(({ path }) => path === '/token') ?? { body: '' };
    const sent = new URLSearchParams(body);
    for (const name of ['state', 'nonce']) others.push(new URL(there).searchParams.get(name) ?? '');
    others.push(CLIENT_SECRET, ...browser.cookies.values());
    others.push(sent.get('code') ?? '', sent.get('code_verifier') ?? '');
    expect(others.every((secret) => secret.length > 20)).toBe(true);
    await idp.close();
    if (database === undefined) {
      await command('backup', join(data, 'backup.db'));
      // The key is in its own file, and in no backup.
      const key = readFileSync(join(data, 'secret.key'), 'utf8').trim();
      expect(key).toHaveLength(43);
      expect(filesWith(data, key)).toEqual(['secret.key']);
      answers.push(`${filesWith(data, 'jane')}`);
    }
  });

  it('a token in any form of the header', async () => {
    for (const token of tokens.values()) {
      for (const header of HEADERS) {
        await send('/Users', { headers: { authorization: header(token) } });
      }
    }
  });

  it.each(Object.keys(WRONG_PLACES))('a token in %s', async (name) => {
    for (const token of tokens.values()) {
      const [path, sent] = WRONG_PLACES[name]?.(token) ?? ['', {}];
      await send(path, sent);
    }
  });

  it('a token as a value is refused, and the answer says what to do', async () => {
    const body = { schemas: [USER], userName: tokens.get('revoked') };
    const refused = await send('/Users', { method: 'POST', body });
    expect(refused).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue', detail: expect.stringContaining('revoke the token') },
    });
  });

  it('the code of an invitation, as it is meant to be sent and otherwise', async () => {
    const email = ['--email', 'invited@acme.test', '--hold'];
    const { id } = await command('invitation', 'create', ...ORGANIZATION, ...email);
    const made = await command('invitation', 'link', ...ORGANIZATION, id);
    invitationCode = String(Reflect.get(made, 'link')).split('#')[1] ?? '';
    const origin = `http://127.0.0.1:${server.port}`;
    const look = `${origin}/v1/console/invitations/look`;
    const headers = { origin, 'content-type': 'application/json' };
    const paths = [look, `${look}?code=${invitationCode}`, `${look}/${invitationCode}`];
    const bodies = [{ code: invitationCode }, { code: [invitationCode] }, invitationCode];
    for (const path of paths) {
      for (const body of bodies) {
        const init = { method: 'POST', headers, body: JSON.stringify(body) };
        const response = await fetch(path, init);
        expect(response.status).toBeLessThan(500);
        answers.push(`look ${JSON.stringify([...response.headers])} ${await response.text()}`);
      }
    }
    expect(answers.some((answer) => answer.includes('invited@acme.test'))).toBe(true);
  });

  it('none of them is anywhere', { timeout: 180_000 }, async () => {
    expect(tokens.size).toBe(4);
    expect(invitationCode).toMatch(/^rcinv_/);
    const lists = [
      ['activity', 'list', ...ORGANIZATION, '--limit', '1000', '--json'],
      ['activity', 'export', '--format', 'csv'],
      ['audit', 'export', ...ORGANIZATION, '--format', 'jsonl'],
      ['token', 'list', ...ORGANIZATION],
    ];
    const printed = [];
    for (const words of lists) printed.push((await runCli(...words, ...place())).stdout);
    // What is looked at is what was meant.
    expect(printed[0]).toContain('access_token');
    expect(printed[1]).toContain('access_token');
    expect(printed[2]).toContain('token.revoked');
    const metrics = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    printed.push(await metrics.text());
    await server.stop();
    printed.push(server.output(), ...answers);
    expect(server.output()).toContain('"msg":"request"');
    expect(others).toHaveLength(16);
    // A piece of a token would be as bad as all of it.
    const pieces = Array.from(tokens.values(), (token) => token.slice(-SECRET_LENGTH));
    for (const secret of [...pieces, ...others, invitationCode.slice(-CODE_LENGTH)]) {
      expect(printed.filter((text) => text.includes(secret))).toEqual([]);
      expect(filesWith(data, secret)).toEqual([]);
      if (database !== undefined) expect(await tablesWith(database.url, secret)).toEqual([]);
    }
  });
});
