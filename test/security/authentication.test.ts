import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../packages/server/src/http/api/endpoints/index.ts';
import { CONSOLE_ENDPOINTS } from '../../packages/server/src/http/console/endpoints/index.ts';
import { revokeToken } from '../../packages/server/src/tokens/index.ts';
import { sendTarget } from '../support/raw-http.ts';
import { startServer, type TestServer } from '../support/server.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];
/** Every route that answers without a credential, and how; all others have to be 401. */
const PUBLIC: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '/healthz': { GET: 200, HEAD: 200 },
  '/readyz': { GET: 200, HEAD: 200 },
  '/metrics': { GET: 200, HEAD: 200 },
  '/v1/receipt-keys': { GET: 200, HEAD: 200 },
  '/v1/scim/v2/ServiceProviderConfig': { GET: 200, HEAD: 200 },
};
/** The route table. A new route fails this until somebody decides whether it is public. */
const ROUTES = [
  'ALL /v1/scim/v2',
  'ALL /healthz',
  'ALL /readyz',
  'ALL /metrics',
  'ALL /v1/receipt-keys',
];
/** Of the operator's API, which takes an operator's key for each: all are asked without one below. */
const OPERATOR_ROUTES = ENDPOINTS.map(({ method, path }) => `${method} /v1/operator${path}`);
const OPERATOR_PATHS = [...new Set(OPERATOR_ROUTES.map((route) => route.split(' ')[1] ?? ''))];
/** Of the console's API; test/accounts/access.test.ts asks each without a session, and lists the public ones. */
const CONSOLE_ROUTES = CONSOLE_ENDPOINTS.map(({ method, path }) => `${method} /v1/console${path}`);
const SCIM_PATHS = [
  ...['', '/', '/Users', '/Users/x', '/Groups', '/Groups/x', '/Schemas', '/Schemas/x'],
  ...[
    '/ResourceTypes',
    '/ResourceTypes/User',
    '/ServiceProviderConfig',
    '/Bulk',
    '/Me',
    '/.search',
  ],
  ...['/Users/.search', '/nothing', '/Users/x/y'],
].map((path) => `/v1/scim/v2${path}`);

let server: TestServer;
let userId: string;
beforeAll(async () => {
  server = await startServer();
  const created = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'jane',
    }),
  });
  userId = Object(await created.json()).id;
});
afterAll(() => server.close());

/** The status for an Authorization header as it goes out; several are several headers. */
function statusFor(authorization: string | readonly string[] | undefined, query = '') {
  return new Promise<{ status: number; challenge: string; detail: string }>((resolve, reject) => {
    const sent = request(`${server.baseUrl}/Users${query}`, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const body: unknown = JSON.parse(text);
        resolve({
          status: response.statusCode ?? 0,
          challenge: String(response.headers['www-authenticate']),
          detail: String(Object(body).detail),
        });
      });
    });
    sent.once('error', reject);
    if (authorization !== undefined) sent.setHeader('Authorization', authorization);
    sent.end();
  });
}

describe('A1 every route without a credential', () => {
  it('is in the list of this test', () => {
    const guarded = [...OPERATOR_ROUTES, ...CONSOLE_ROUTES];
    const paths = new Set(guarded.map((route) => route.split(' ')[1]));
    const others = Array.from(paths, (path) => `ALL ${path}`);
    const all = [...ROUTES, ...guarded, ...others];
    expect(server.running.routes.toSorted()).toEqual(all.toSorted());
  });
  it('answers 401, or as the public list says', async () => {
    const operator = OPERATOR_PATHS.map((path) => path.replace(':organization', 'acme'));
    for (const path of [...Object.keys(PUBLIC), ...SCIM_PATHS, ...operator]) {
      for (const method of METHODS) {
        const { status } = await sendTarget(server.running.port, method, path);
        const isApi = /^\/v1\/(?:scim|operator)\//.test(`${path}/`);
        const expected = PUBLIC[path]?.[method] ?? (isApi ? 401 : 405);
        expect(`${method} ${path} ${status}`).toBe(`${method} ${path} ${expected}`);
      }
    }
  });
});

describe('A2 other spellings of a path', () => {
  const spellings = [
    ...[
      '/v1/scim/v2/%55sers',
      '/v1/scim/v2/Users%2F',
      '/v1/scim/v2%2FUsers',
      '/v1/scim%2fv2/Users',
    ],
    ...['/v1%2Fscim/v2/Users', '/%761/scim/v2/Users', '/v1/%73cim/v2/Users', '/v1/scim/v2/./Users'],
    ...[
      '/v1/scim/v2/x/../Users',
      '/v1/scim/./v2/Users',
      '/./v1/scim/v2/Users',
      '/x/../v1/scim/v2/Users',
    ],
    ...['/v1/scim/v2/%2e/Users', '/v1/scim/v2/%2E%2E/v2/Users', '/v1/scim/v2/x/%2e%2e/Users'],
    ...[
      '/v1/scim/v2/%252e/Users',
      '/v1/scim/v2/Users%252F',
      '//v1/scim/v2/Users',
      '/v1//scim/v2/Users',
    ],
    ...['/v1/scim/v2//Users', '/v1/scim//v2/Users', '/v1/scim/v2/Users//', '/v1/scim/v2/Users;x'],
    ...[
      '/v1/scim/v2;x/Users',
      '/v1/scim/v2/Users;x=1',
      '/v1/scim/v2/Users%3bx',
      '/v1/scim/v2/users',
    ],
    ...['/V1/scim/v2/Users', '/v1/SCIM/v2/Users', '/v1/scim/V2/Users', '/v1/scim/v2/USERS'],
    ...[
      '/v1/scim/v2\\Users',
      '\\v1\\scim\\v2\\Users',
      '/v1/scim/v2/Users\\',
      '/v1/scim/v2/%5cUsers',
    ],
    ...[
      '/v1/scim/v2/Users%00',
      '/v1/scim/v2/Users%09',
      '/v1/scim/v2/Users%20',
      '/v1/scim/v2/%c0%afUsers',
    ],
    ...[
      '/v1/scim/v2/Users%c0%ae',
      '/v1/scim/v2/\xc0\xafUsers',
      '/v1/scim/v2/Users\xff',
      'v1/scim/v2/Users',
    ],
    ...['http://localhost/v1/scim/v2/Users', 'http://evil.test/v1/scim/v2/Users', '*'],
    ...[
      '/v1/scim/v2/Users#x',
      '/v1/scim/v2/Users%23',
      '/v1/scim/v2/Users%3Fcount=1',
      '/v1/scim/v2/Users.json',
    ],
    ...[
      '/v1/scim/v2/Users/%2e',
      '/v1/scim/v2/Users/..',
      '/v1/scim/v2/Users/../Users',
      '/v1/scim/v2/Users/.',
    ],
  ];
  it(`${spellings.length} of them give nothing away, with and without a token`, async () => {
    expect(spellings.length).toBeGreaterThanOrEqual(40);
    const { port } = server.running;
    for (const spelling of spellings) {
      const anonymous = await sendTarget(port, 'GET', spelling);
      expect([400, 401, 404], `anonymous ${spelling}: ${anonymous.text}`).toContain(
        anonymous.status,
      );
      const known = await sendTarget(port, 'GET', spelling, [
        `Authorization: Bearer ${server.token}`,
      ]);
      expect([400, 404], `with token ${spelling}: ${known.text}`).toContain(known.status);
      expect(known.text).toContain('json');
      expect(known.text).toMatch(/X-Request-Id: /i);
    }
  });
  it('a trailing slash is the same resource, and needs the token too', async () => {
    const { port } = server.running;
    expect((await sendTarget(port, 'GET', '/v1/scim/v2/Users/')).status).toBe(401);
  });
  it('the other spelling of an id is no other resource', async () => {
    const path = `/v1/scim/v2/Users/./${userId}`;
    const headers = [`Authorization: Bearer ${server.token}`];
    expect((await sendTarget(server.running.port, 'GET', path, headers)).status).toBe(404);
  });
});

describe('A3 what is no credential', () => {
  it.each([
    [undefined],
    [''],
    [' '],
    ['Bearer'],
    ['Bearer '],
    ['Bearer  '],
    ['bearer undefined'],
    ['Bearer null'],
    ['Bearer [object Object]'],
    ['Basic Og=='],
    ['Basic '],
    ['Digest x'],
  ])('%j is 401 with a challenge', async (authorization) => {
    const answer = await statusFor(authorization);
    expect(answer.status).toBe(401);
    expect(answer.challenge).toMatch(/^Bearer/);
  });
  it('two headers are 401, even with the right token twice', async () => {
    const right = `Bearer ${server.token}`;
    expect((await statusFor([right, right])).status).toBe(401);
    expect((await statusFor([right, 'Bearer x'])).status).toBe(401);
    expect((await statusFor(['Basic Og==', right])).status).toBe(401);
  });
  it('a token in the query is none', async () => {
    expect((await statusFor(undefined, `?access_token=${server.token}`)).status).toBe(401);
  });
  it('walkthrough 3.1: any letter case of the scheme, and the bare token, are taken', async () => {
    for (const scheme of ['Bearer ', 'bearer ', 'BEARER ', 'bEaReR ', '']) {
      expect((await statusFor(scheme + server.token)).status).toBe(200);
    }
  });
  it('a doubled scheme is 401 and says so', async () => {
    const answer = await statusFor(`Bearer bearer ${server.token}`);
    expect([answer.status, answer.detail]).toEqual([401, expect.stringContaining('twice')]);
  });
});

describe('A6 tokens that are nearly right, or were', () => {
  it('every truncation, extension, changed character and changed case is 401', async () => {
    const { token } = server;
    const variants = new Set<string>();
    for (let i = 0; i < token.length; i++) {
      const letter = token.charAt(i);
      const swapped = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      variants.add(token.slice(0, i));
      variants.add(token.slice(0, i) + swapped + token.slice(i + 1));
      variants.add(token.slice(0, i) + (letter === 'x' ? 'y' : 'x') + token.slice(i + 1));
    }
    for (const end of ['a', '0', '.', '%00', 'ÿ']) variants.add(token + end);
    variants.delete(token);
    for (const variant of variants) {
      const answer = await statusFor(`Bearer ${variant}`);
      expect(`${variant} ${answer.status}`).toBe(`${variant} 401`);
    }
  });
  it('a revoked token is refused on the next request', async () => {
    const other = await server.addTenant({ name: 'Revoked' });
    const { id } = other.organization;
    const headers = { authorization: `Bearer ${other.token}` };
    expect((await server.scim('/Users', { headers })).status).toBe(200);
    const [token] = server.app.registry.tokens(id);
    const context = {
      organizationId: id,
      actor: { kind: 'cli', id: 'test' },
      at: '2026-01-01T00:00:00.000Z',
    };
    await revokeToken(server.app, context as Parameters<typeof revokeToken>[1], token?.id ?? '');
    await server.app.registry.refresh(id);
    const answer = await server.scim('/Users', { headers });
    expect(answer.status).toBe(401);
    expect(Object(await answer.json()).detail).toContain('revoked');
  });
});
