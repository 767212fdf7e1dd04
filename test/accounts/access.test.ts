/** Who may call what: made from the table of endpoints, so a new one is in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleEndpoint } from '../../packages/server/src/http/console/endpoint.ts';
import { CONSOLE_ENDPOINTS } from '../../packages/server/src/http/console/endpoints/index.ts';
import { sendTarget } from '../support/raw-http.ts';
import { rowsOf } from '../support/rows.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { type Answer, addPerson, Browser, PASSWORD, type Person, signedIn } from './support.ts';

/** Everybody may call these; a new one fails the test until somebody decides that it is one of them. */
const PUBLIC = [
  'GET /sso/:organization/start',
  'GET /sso/:organization/callback',
  'GET /sign-in',
  'POST /sign-in',
  'POST /sign-in-link',
  'POST /set-up',
  'POST /password-reset',
  'POST /password-reset/complete',
  'POST /invitations/look',
  'POST /invitations/accept',
  'POST /scim/set-up-links/look',
  'POST /invitations/single-sign-on',
];
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const nameOf = ({ method, path }: ConsoleEndpoint) => `${method} ${path}`;
const guarded = CONSOLE_ENDPOINTS.filter(({ access }) => access !== 'public');
const unsafe = CONSOLE_ENDPOINTS.filter(({ method }) => UNSAFE.has(method));

let server: TestServer;
let elsewhere: Tenant;
let people: Readonly<Record<'member' | 'orgAdmin' | 'elsewhere', Person>>;
beforeAll(async () => {
  server = await startServer();
  elsewhere = await server.addTenant({ name: 'Elsewhere' });
  people = {
    member: await addPerson(server, server, 'member@acme.test'),
    orgAdmin: await addPerson(server, server, 'boss@acme.test', true),
    elsewhere: await addPerson(server, elsewhere, 'boss@elsewhere.test', true),
  };
});
afterAll(() => server.close());

/** Bodies that are right, where a request with an empty one would be refused for that. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /members/:member/identities': { subject: 'x' },
  'PUT /members/:member/access': { active: true },
  'PUT /members/:member/application-user': { id: null },
  'PUT /members/:member/org-admin': { orgAdmin: false },
};

/** With ids of things that are there in the organisation, where a path has a place for one. */
function call(
  browser: Browser,
  endpoint: ConsoleEndpoint,
  name = nameOf(endpoint),
): Promise<Answer> {
  const { method, path } = endpoint;
  const filled = path.replace(/:member\b/, people.member.memberId).replace(/:\w+/g, 'x');
  return browser.call(method, filled, method === 'GET' ? undefined : (BODIES[name] ?? {}));
}

describe('A1 every route of the console without a session', () => {
  it('is public only if this list says so', () => {
    const open = CONSOLE_ENDPOINTS.filter(({ access }) => access === 'public').map(nameOf);
    expect(open.toSorted()).toEqual(PUBLIC.toSorted());
  });

  it.each(guarded.map(nameOf))('%s answers 401', async (name) => {
    const endpoint = guarded.find((one) => nameOf(one) === name) as ConsoleEndpoint;
    expect((await call(new Browser(server), endpoint)).status).toBe(401);
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    for (const method of methods) {
      if (PUBLIC.includes(`${method} ${endpoint.path}`)) continue;
      const { status } = await sendTarget(
        server.running.port,
        method,
        `/v1/console${endpoint.path}`,
        ['Sec-Fetch-Site: same-origin', 'Content-Length: 0'],
      );
      expect(`${method} ${status}`).toBe(`${method} 401`);
    }
  });
});

describe('A2 other spellings of a path of the console', () => {
  const spelled = (path: string) => [
    ...[`${path}/`, `/${path}`, `/.${path}`, `${path}//`, `${path};x`, `${path}%2F`, `${path}%00`],
    ...[path.replace('/v1/', '/v1//'), path.replace('/v1/', '/V1/'), path.toUpperCase()],
    ...[path.replace('/console/', '/console/./'), path.replace('/console/', '/console/x/../')],
    ...[path.replace('/console/', '%2Fconsole%2F'), path.replace('/console/', '/%63onsole/')],
    ...[path.replace('/console/', '\\console\\'), path.replace('/console/', '/console%5c')],
    ...[path.replace('/console/', '/console/%2e/'), path.replace('/console/', '/console/%252e/')],
    ...[path.replace('/console/', '/console;x/'), path.replace('/console/', '/console/%c0%ae/')],
    ...[`${path}%20`, `${path}%23`, `${path}.json`, path.replace('/v1/', '/v1/scim/v2/../../')],
    ...[
      `http://127.0.0.1${path}x`,
      `${path}%3f`,
      path.replace(/.$/, (c) => `%${c.charCodeAt(0).toString(16)}`),
    ],
  ];
  it.each(guarded.map(nameOf))('%s is no way in', async (name) => {
    const { method, path } = guarded.find((one) => nameOf(one) === name) as ConsoleEndpoint;
    for (const target of spelled(`/v1/console${path}`)) {
      const headers = ['Sec-Fetch-Site: same-origin', 'Content-Length: 0'];
      const { status } = await sendTarget(server.running.port, method, target, headers);
      expect([400, 401, 404], target).toContain(status);
    }
  });
});

describe('§3 Authorisation: the matrix of roles and endpoints', () => {
  const roles = ['member', 'orgAdmin', 'elsewhere'] as const;
  const forOthers = guarded.filter(({ path }) => path.includes(':member'));

  it.each(guarded.map(nameOf))('%s', async (name) => {
    const endpoint = guarded.find((one) => nameOf(one) === name) as ConsoleEndpoint;
    for (const role of roles) {
      const { status } = await call(await signedIn(server, people[role]), endpoint);
      const mayNot = endpoint.access === 'orgAdmin' && role === 'member';
      if (mayNot) expect(`${role} ${status}`).toBe(`${role} 403`);
      else expect(`${role} ${status}`).not.toMatch(/ (?:401|403|5..)$/);
    }
  });

  it.each(forOthers.map(nameOf))(
    '%s is 404 for an Org Admin of another organisation',
    async (name) => {
      const endpoint = forOthers.find((one) => nameOf(one) === name) as ConsoleEndpoint;
      const browser = await signedIn(server, people.elsewhere);
      const there = await call(browser, endpoint);
      const nowhere = { ...endpoint, path: endpoint.path.replace(':member', 'no-such-member') };
      expect(there.status).toBe(404);
      expect((await call(browser, nowhere, name)).status).toBe(404);
    },
  );

  it('8.3.2 who is no Org Admin any more, may nothing of one with the next request', async () => {
    const person = await addPerson(server, server, 'former@acme.test', true);
    const browser = await signedIn(server, person);
    const path = `/members/${people.member.memberId}/sessions`;
    expect((await browser.call('GET', path)).status).toBe(200);
    const demote = `update member set is_org_admin = 0 where id = '${person.memberId}' returning id`;
    await server.app.writer.write(server.organization.id, async (session) => {
      await session.dynamic({ sql: demote, parameters: [] });
    });
    expect((await browser.call('GET', path)).status).toBe(403);
    expect((await browser.call('GET', '/me')).body.orgAdmin).toBe(false);
  });
});

describe('§3 CSRF: changes come from our own pages alone', () => {
  const none = { 'sec-fetch-site': '' };
  const origins = (): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
    'cross-site': { 'sec-fetch-site': 'cross-site' },
    'same-site': { 'sec-fetch-site': 'same-site' },
    'typed in': { 'sec-fetch-site': 'none' },
    'cross-site, with our Origin': { 'sec-fetch-site': 'cross-site', origin: server.url },
    'an unknown word': { 'sec-fetch-site': 'same-origin, cross-site' },
    'an empty word': none,
  });
  const originOnly = (origin?: string) => [
    'Content-Length: 2',
    'Content-Type: application/json',
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
  ];

  it.each(unsafe.map(nameOf))('%s', async (name) => {
    const { method, path } = unsafe.find((one) => nameOf(one) === name) as ConsoleEndpoint;
    const browser = await signedIn(server, people.orgAdmin);
    const before = await rowsOf(server, 'select * from session order by id');
    for (const [what, headers] of Object.entries(origins())) {
      const { status } = await browser.call(method, path, {}, headers);
      expect(`${what} ${status}`).toBe(`${what} 403`);
    }
    const cookie = `Cookie: __Host-rollcall=${browser.cookie}`;
    for (const origin of [
      undefined,
      'null',
      'http://evil.test',
      `${server.url}.evil.test`,
      `${server.url}/`,
    ]) {
      const { status } = await sendTarget(server.running.port, method, `/v1/console${path}`, [
        ...originOnly(origin),
        cookie,
      ]);
      expect(`${origin} ${status}`).toBe(`${origin} 403`);
    }
    expect(await rowsOf(server, 'select * from session order by id')).toEqual(before);
  });

  it('an old browser without fetch metadata is known by its Origin', async () => {
    const body = JSON.stringify({ email: people.member.email, password: PASSWORD });
    const response = await fetch(`${server.url}/v1/console/sign-in`, {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(200);
  });

  it('GET changes nothing, wherever it comes from', async () => {
    const browser = await signedIn(server, people.orgAdmin);
    const before = await rowsOf(server, 'select last_seq from organization_sequence');
    for (const endpoint of CONSOLE_ENDPOINTS.filter(({ method }) => method === 'GET')) {
      await call(browser, endpoint);
    }
    expect(await rowsOf(server, 'select last_seq from organization_sequence')).toEqual(before);
  });
});
