import { describe, expect, it, vi } from 'vitest';
import { ScimError } from '../errors.ts';
import { coreResourceTypes, defineResourceType, defineSchema, userType } from '../schema/index.ts';
import { createScimHandler } from './create-handler.ts';
import { createMemoryStore } from './memory/create-store.ts';
import type { Exchange, ScimHandlerOptions, ScimSession } from './session.ts';
import type { Member, ScimStore } from './store.ts';

const BASE = 'https://example.com/scim/v2';
const USER = userType.schema.id;
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface SetUp {
  readonly session?: Partial<ScimSession>;
  readonly store?: Partial<ScimStore>;
  readonly options?: Partial<ScimHandlerOptions>;
}

function setUp({ session = {}, store = {}, options = {} }: SetUp = {}) {
  const exchanges: Exchange[] = [];
  const memory = createMemoryStore({ resourceTypes: coreResourceTypes, baseUrl: BASE });
  const signedIn: ScimSession = {
    store: { ...memory, ...store },
    mode: 'tolerant',
    resourceTypes: coreResourceTypes,
    authorize: () => {},
    authorizeChange: () => {},
    ...session,
  };
  const handle = createScimHandler({
    baseUrl: BASE,
    resourceTypes: coreResourceTypes,
    authenticate(request) {
      if (request.headers.get('authorization') === 'Bearer t') return signedIn;
      throw new ScimError('unauthorized', 'No token.');
    },
    observe: (exchange) => exchanges.push(exchange),
    ...options,
  });
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    handle(
      new Request(BASE + path, {
        method,
        headers: { authorization: 'Bearer t', 'content-type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      }),
      { headers: { 'X-Request-Id': 'r1' } },
    );
  const make = async (path: string, resource: object) =>
    (await (await send('POST', path, resource)).json()) as { id: string };
  return { handle, send, make, exchanges, memory, last: () => exchanges.at(-1) };
}

describe('options', () => {
  it.each([
    '',
    '/scim',
    'ftp://h/x',
    `${BASE}/`,
    `${BASE}?a`,
    `${BASE}#a`,
    `${BASE}"`,
    `${BASE}\\é`,
  ])('7644-1-02 refuses the base URL %j at start', (baseUrl) => {
    expect(() => setUp({ options: { baseUrl } })).toThrow(/baseUrl/);
  });
  it('works at the root of a host', async () => {
    const baseUrl = 'https://example.com';
    const { handle } = setUp({ options: { baseUrl } });
    const response = await handle(new Request(`${baseUrl}/ServiceProviderConfig`));
    expect(await response.json()).toMatchObject({
      meta: { location: 'https://example.com/ServiceProviderConfig' },
    });
  });
});

describe('RFC 7644 §2 authentication', () => {
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const PATHS = [
    '',
    '/',
    '/Users',
    '/Users/x',
    '/Users/.search',
    '/Groups',
    '/Groups/x',
    '/Schemas',
    `/Schemas/${USER}`,
    '/ResourceTypes',
    '/ResourceTypes/User',
    '/ServiceProviderConfig',
    '/ServiceProviderConfig/x',
    '/Bulk',
    '/Me',
    '/.search',
    '/nothing',
  ];
  it('A1 every endpoint and method needs a token, but for reading ServiceProviderConfig', async () => {
    const { handle } = setUp();
    const open: string[] = [];
    for (const method of METHODS) {
      for (const path of PATHS) {
        const { status } = await handle(new Request(BASE + path, { method }));
        if (status !== 401) open.push(`${method} ${path} ${status}`);
      }
    }
    expect(open).toEqual(['GET /ServiceProviderConfig 200', 'HEAD /ServiceProviderConfig 200']);
  });
  it.each([
    '/%55sers',
    '/Users%2Fx',
    '/Users/..%2f',
    '/users',
    '//Users',
    '/Users//x',
    '/Users;a',
    '/ServiceProviderConfig/../Users',
    '/ServiceProviderConfig/%2e%2e/Users',
    '/ServiceProviderConfig%2F..%2FUsers',
    '/ServiceProviderConfig;/Users',
    '/ServiceProviderConfig\\..\\Users',
    '/ServiceProviderConfig%00',
    '/serviceproviderconfig',
    '/.%2fUsers',
    '/Users?x=/ServiceProviderConfig',
    '/Users#/ServiceProviderConfig',
    '/%2e/Users',
  ])('A2 the spelling %s is 401', async (path) => {
    const { handle } = setUp();
    expect((await handle(new Request(BASE + path))).status).toBe(401);
  });
  it('A1 outside the base URL too', async () => {
    const { handle } = setUp();
    for (const url of ['https://example.com/', 'https://example.com/Users', `${BASE}x/Users`]) {
      expect((await handle(new Request(url))).status).toBe(401);
    }
  });
  it('7643-5-04 a wrong token is told so even where none is needed', async () => {
    const { send } = setUp();
    const headers = { authorization: 'Bearer wrong' };
    const response = await send('GET', '/ServiceProviderConfig', undefined, headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });
  it('the refusal may say more', async () => {
    const headers = { 'WWW-Authenticate': 'Bearer error="invalid_token"', 'Retry-After': '7' };
    const { send } = setUp({
      options: {
        authenticate: () => {
          throw new ScimError('unauthorized', 'Expired.', { headers });
        },
      },
    });
    const response = await send('GET', '/Users');
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ status: '401', detail: 'Expired.' });
  });
});

describe('RFC 7644 §2 authorization', () => {
  it('7644-2-02 asks before the body is read, with the action', async () => {
    const authorize = vi.fn((action: string) => {
      if (action !== 'read') throw new ScimError('forbidden', 'Read only.');
    });
    const { send, last } = setUp({ session: { authorize } });
    for (const [method, path, action] of [
      ['POST', '/Users', 'create'],
      ['PUT', '/Users/x', 'replace'],
      ['PATCH', '/Users/x', 'patch'],
      ['DELETE', '/Users/x', 'delete'],
    ] as const) {
      const body = method === 'DELETE' ? undefined : { broken: true };
      const response = await send(method, path, body, { 'content-type': 'text/plain' });
      expect(response.status).toBe(403);
      expect(authorize).toHaveBeenLastCalledWith(action, userType);
      expect(last()?.requestBody).toBeUndefined();
    }
    expect((await send('GET', '/Users')).status).toBe(200);
  });
  it('INTEROP-02 types that the session lacks are not discovered, and refused with the reason', async () => {
    const { send } = setUp({
      session: {
        resourceTypes: [userType],
        authorize(_action, type) {
          if (type !== userType) throw new ScimError('forbidden', 'The plan has no groups.');
        },
      },
    });
    expect(await (await send('GET', '/ResourceTypes')).text()).not.toContain('Group');
    expect(await (await send('GET', '/Schemas')).text()).not.toContain(`"id":"${GROUP}"`);
    expect((await send('GET', `/Schemas/${GROUP}`)).status).toBe(404);
    expect((await send('GET', '/ResourceTypes/Group')).status).toBe(404);
    const response = await send('GET', '/Groups');
    expect(await response.json()).toMatchObject({
      status: '403',
      detail: 'The plan has no groups.',
    });
  });
  it('may refuse a change by what it comes to; nothing is changed then', async () => {
    const { send, make } = setUp({
      session: {
        authorizeChange(_type, before, after) {
          if (before.title === after.title) return;
          throw new ScimError('forbidden', 'Not the title.');
        },
      },
    });
    const user = await make('/Users', { schemas: [USER], userName: 'a', title: 'T' });
    const operations = (path: string, value: unknown) => ({
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path, value }],
    });
    const path = `/Users/${user.id}`;
    expect((await send('PATCH', path, operations('title', 'X'))).status).toBe(403);
    expect((await send('PUT', path, { ...user, title: 'X' })).status).toBe(403);
    expect(await (await send('GET', path)).json()).toEqual(user);
    expect((await send('PATCH', path, operations('active', false))).status).toBe(200);
  });
});

describe('RFC 7644 §3.12 failures', () => {
  const secret = new Error('SQLITE_BUSY at /var/lib/rollcall.db');
  it('7644-3.12-04 an unknown failure is a bland 500; its cause goes to observe', async () => {
    const { send, last } = setUp({
      store: {
        get() {
          throw secret;
        },
      },
    });
    const response = await send('GET', '/Users/x');
    expect(response.status).toBe(500);
    expect(response.headers.get('x-request-id')).toBe('r1');
    const text = await response.text();
    expect(text).not.toMatch(/SQLITE|rollcall|at /);
    expect(JSON.parse(text)).toMatchObject({ status: '500', detail: expect.any(String) });
    expect(last()).toMatchObject({ status: 500, cause: secret });
  });
  it('also for promises, and when it is not known who asks', async () => {
    const { send, last } = setUp({
      options: { authenticate: () => Promise.reject(secret) },
    });
    expect((await send('GET', '/Users')).status).toBe(500);
    expect(last()).toMatchObject({ cause: secret, session: undefined });
  });
  it('refusals of the store pass through with their headers', async () => {
    const { send, last } = setUp({
      store: {
        list() {
          throw new ScimError('unavailable', 'Busy.', { headers: { 'Retry-After': '1' } });
        },
      },
    });
    const response = await send('GET', '/Users');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(last()).toMatchObject({ status: 503, detail: 'Busy.', cause: undefined });
  });
});

describe('observe', () => {
  it('is told of every request', async () => {
    const { send, make, exchanges } = setUp();
    const user = { schemas: [USER], userName: 'a', password: 'p', shoeSize: 4 };
    const { id } = await make('/Users', user);
    expect(exchanges.pop()).toMatchObject({
      method: 'POST',
      path: '/Users',
      query: '',
      status: 201,
      resourceId: id,
      resourceType: 'User',
      requestBody: JSON.stringify(user),
      notes: [
        { entry: 'password-dropped', subject: 'password' },
        { entry: 'unknown-attribute', subject: 'shoeSize' },
      ],
      detail: undefined,
      cause: undefined,
    });
    await send('GET', `/Users/${id}?attributes=id`);
    expect(exchanges.pop()).toMatchObject({
      path: `/Users/${id}`,
      query: 'attributes=id',
      status: 200,
      resourceId: id,
      requestBody: undefined,
      notes: [],
    });
    await send('POST', '/Users', user);
    expect(exchanges.pop()).toMatchObject({ status: 409, scimType: 'uniqueness' });
    await send('GET', '/nothing');
    expect(exchanges.pop()).toMatchObject({ status: 404, resourceType: undefined });
    expect(exchanges).toEqual([]);
  });
  it('hears each note once, and not without end', async () => {
    const { send, last } = setUp();
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, 1]));
    await send('POST', '/Users', { schemas: [USER], userName: 'a', ...many });
    expect(last()?.notes).toHaveLength(1000);
    const response = await send('POST', '/Users', { userName: 'b' });
    expect(response.status).toBe(201);
    expect(last()?.notes).toEqual([expect.objectContaining({ entry: 'missing-schemas' })]);
  });
});

describe('INTEROP strict connections', () => {
  /** Users with an extension whose one multi-valued attribute has types, declared or not. */
  const typesWith = (canonicalValues: readonly string[]) => {
    const schema = defineSchema({
      id: 'urn:example:badge',
      name: 'Badge',
      attributes: [
        {
          name: 'badges',
          type: 'complex',
          multiValued: true,
          subAttributes: [{ name: 'value' }, { name: 'type', canonicalValues }],
        },
      ],
    });
    const name = 'Badge';
    return [
      defineResourceType({ name, description: name, endpoint: '/Badges', schema, extensions: [] }),
    ];
  };
  it.each([
    ['strict', ['door'], true],
    ['strict', [], undefined],
    ['tolerant', ['door'], undefined],
  ] as const)('INTEROP-01 INTEROP-05 %s with types %j says %s', async (mode, types, expected) => {
    const { send } = setUp({ session: { mode, resourceTypes: typesWith(types) } });
    const config = (await (await send('GET', '/ServiceProviderConfig')).json()) as object;
    expect(Object.entries(config)).toEqual(
      expected
        ? expect.arrayContaining([['interopProfileConformant', true]])
        : expect.not.arrayContaining([['interopProfileConformant', expect.anything()]]),
    );
  });
  it('INTEROP-06 answer application/scim+json alone', async () => {
    const { send } = setUp({ session: { mode: 'strict' } });
    for (const path of ['/Users', '/Schemas', '/ServiceProviderConfig']) {
      const { headers } = await send('GET', path, undefined, { accept: 'application/json' });
      expect(headers.get('content-type')).toBe('application/scim+json');
    }
    const refused = await send('GET', '/Users', undefined, { accept: 'text/html' });
    expect(refused.status).toBe(406);
  });
  it('INTEROP-04 INTEROP-09 refuse what bends the standards', async () => {
    const { send, make } = setUp({ session: { mode: 'strict' } });
    const user = { schemas: [USER], userName: 'a' };
    const unknown = await send('POST', '/Users', { ...user, shoeSize: 4 });
    expect(await unknown.json()).toMatchObject({ status: '400', scimType: 'invalidSyntax' });
    const { id } = await make('/Users', { ...user, name: { givenName: 'G', familyName: 'F' } });
    const patch = (operation: object) =>
      send('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations: [operation] });
    for (const [operation, scimType] of [
      [{ op: 'add', value: { title: 'T' } }, 'invalidSyntax'],
      [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'a@b.example' }, 'noTarget'],
      [{ op: 'Add', path: 'title', value: 'T' }, 'invalidSyntax'],
    ] as const) {
      expect(await (await patch(operation)).json(), JSON.stringify(operation)).toMatchObject({
        status: '400',
        scimType,
      });
    }
    const replaced = await patch({ op: 'replace', path: 'name', value: { givenName: 'H' } });
    expect(((await replaced.json()) as { name: object }).name).toEqual({ givenName: 'H' });
    const members = [{ value: id }, { value: 'nobody' }];
    const group = { schemas: [GROUP], displayName: 'g', members };
    expect((await send('POST', '/Groups', group)).status).toBe(400);
  });
});

describe('large groups', () => {
  const SIZE = 100_000;
  /** A group of 100,000 members that counts the batches that were asked for. */
  function large() {
    const state = { batches: 0 };
    async function* members(): AsyncGenerator<readonly Member[]> {
      for (let i = 0; i < SIZE; i += 1000) {
        state.batches++;
        yield Array.from({ length: 1000 }, (_, j) => ({
          value: `member-${i + j}`,
          type: 'User' as const,
          display: `Name ${i + j}`,
        }));
      }
    }
    return { state, ...setUp({ store: { members } }) };
  }

  it('are sent as fast as they are read', async () => {
    const { send, make, state } = large();
    const { id } = await make('/Groups', { schemas: [GROUP], displayName: 'large' });
    state.batches = 0;
    const response = await send('GET', `/Groups/${id}`);
    const reader = response.body?.getReader();
    await reader?.read();
    expect(state.batches).toBeLessThan(20);
    await reader?.cancel();
    const whole = await (await send('GET', `/Groups/${id}`)).json();
    expect((whole as { members: unknown[] }).members).toHaveLength(SIZE);
  });
  it('are not read when members are not wanted', async () => {
    const { send, make, state } = large();
    const { id } = await make('/Groups', { schemas: [GROUP], displayName: 'large' });
    state.batches = 0;
    await send('GET', `/Groups/${id}?excludedAttributes=members`);
    await send('GET', '/Groups?attributes=displayName');
    await send('PATCH', `/Groups/${id}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', path: 'displayName', value: 'renamed' }],
    });
    expect(state.batches).toBe(0);
  });
});
