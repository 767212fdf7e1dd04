/** Okta's own test suites for SCIM 2.0 servers, step by step, and ways to send a token. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type Body, expectCreated, expectError, expectOk, expectPage } from './support/expect.ts';
import * as okta from './support/okta.ts';
import { openWire, percent, type Wire } from './support/wire.ts';

const UNKNOWN_IDS = [
  '010101001010101011001010101011',
  '00919288221112222',
  '9f2b7c1e-0000-4000-8000-123456789abc',
];

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ nodes: 2 });
});
afterAll(() => server.close());

const runscope = (authorization: string): Wire =>
  openWire(server, {
    contentType: 'application/json',
    headers: {
      authorization,
      'user-agent': 'OKTA SCIM Integration',
      accept: 'application/scim+json',
    },
  });

describe('SPEC test', () => {
  const login = 'Runscope300@atko.test';
  const sent = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: login,
    name: { givenName: 'Runscope', familyName: '300' },
    emails: [{ primary: true, value: login, type: 'work' }],
    displayName: 'Runscope 300',
    active: true,
  };
  let wire: Wire;
  let seeded: Body;
  let created: Body;
  const find = (name: string) => wire.get(`/Users?filter=userName%20eq%20%22${percent(name)}%22`);
  const expectUser = (user: Body) =>
    expect(user).toMatchObject({
      id: expect.stringMatching(/./),
      name: { familyName: expect.any(String), givenName: expect.any(String) },
      userName: expect.any(String),
      active: expect.any(Boolean),
      emails: [expect.objectContaining({ value: expect.any(String) })],
    });

  beforeAll(async () => {
    wire = runscope(`Bearer ${server.token}`);
    seeded = expectCreated(await wire.post('/Users', okta.newUser(okta.GRACE)));
  });

  it('1 lists one user', async () => {
    const [user] = expectPage(await wire.get('/Users?count=1&startIndex=1'), { totalResults: 1 });
    expectUser(user);
    expect(user?.id).toBe(seeded.id);
  });
  it('2 reads the user', async () => {
    const user = expectOk(await wire.get(`/Users/${seeded.id}`), 200);
    expectUser(user);
    expect(user.id).toBe(seeded.id);
  });
  it('3 does not find an unknown user name', async () => {
    expectPage(await find('abcdefgh@atko.com'), { totalResults: 0 });
  });
  it.each(UNKNOWN_IDS)('4 12 an unknown id %s is 404', async (id) => {
    expectError(await wire.get(`/Users/${id}`), 404);
    expectError(await wire.get(`/Groups/${id}`), 404);
  });
  it('5 does not find a random e-mail address', async () => {
    expectPage(await find('runscope.x7f3@atko.test'), { totalResults: 0 });
  });
  it('6 creates', async () => {
    created = expectCreated(await wire.post('/Users', sent));
    expect(created).toMatchObject(sent);
  });
  it('7 reads what it created', async () => {
    expect(expectOk(await wire.get(`/Users/${created.id}`), 200)).toMatchObject(sent);
  });
  it('8 creating again is a conflict', async () => {
    expectError(await wire.post('/Users', sent), 409, 'uniqueness');
    expectPage(await wire.get('/Users'), { totalResults: 2 });
  });
  it('9 finds the user name in capitals', async () => {
    const [user] = expectPage(await find(login.toUpperCase()), { totalResults: 1 });
    expect(user).toMatchObject({ id: created.id, userName: login });
  });
  it('10 lists groups within 600 ms', async () => {
    const start = performance.now();
    expectPage(await wire.get('/Groups'), { totalResults: 0 });
    expect(performance.now() - start).toBeLessThan(600);
  });
  it('11 a token that is none is 401', async () => {
    expectError(await runscope('non-token').get('/Users?startIndex=1&count=1'), 401);
  });
});

describe('CRUD test', () => {
  let app: okta.Okta;
  let id = '';
  const ada = { ...okta.ADA, login: 'crud.ada@okta.test' };
  /** What Okta's test reads after each step. */
  const found = async () => {
    const [user] = expectPage(await app.findUser(ada.login), { totalResults: 1 });
    expect(user?.id).toBe(id);
    expect(expectOk(await app.get(`/Users/${id}`), 200)).toEqual(user);
    return user;
  };

  beforeAll(() => {
    app = okta.openOkta(server, `Bearer ${server.token}`);
  });

  it('assign', async () => {
    id = expectCreated(await app.createUser(ada)).id;
    expect(await found()).toMatchObject({
      userName: ada.login,
      name: { givenName: ada.firstName, familyName: ada.lastName },
      emails: [{ value: ada.login }],
      active: true,
    });
  });
  it('update the first name', async () => {
    const name = { givenName: 'Augusta', familyName: ada.lastName };
    expectOk(await app.pushProfile(id, { name }), 200);
    expect((await found())?.name).toEqual(name);
  });
  it('deactivate', async () => {
    expectOk(await app.patch(`/Users/${id}`, okta.setActive(false)), 200);
    expect((await found())?.active).toBe(false);
  });
  it('reactivate and assign again', async () => {
    expectOk(await app.patch(`/Users/${id}`, okta.setActive(true)), 200);
    expectOk(await app.pushProfile(id, { displayName: 'Ada again' }), 200);
    expect(await found()).toMatchObject({ active: true, displayName: 'Ada again' });
  });
  it('unassign', async () => {
    expectOk(await app.patch(`/Users/${id}`, okta.setActive(false)), 200);
    expect((await found())?.active).toBe(false);
  });
  it('entitlements test: a page of one with numbers', async () => {
    const answer = await app.get('/Users?count=1&startIndex=1');
    expectPage(answer, { totalResults: answer.body.totalResults, itemsPerPage: 1 });
    expect(answer.body.totalResults).toBeGreaterThan(1);
  });
});

describe('rule 19 ways to send a token', () => {
  const list = (authorization: string) => runscope(authorization).get('/Users?count=0');

  it.each(['Bearer ', 'bearer ', 'BEARER ', 'bEaReR   ', ''])(
    'walkthrough 3.1 accepts %j before the token',
    async (scheme) => {
      expectOk(await list(scheme + server.token), 200);
    },
  );
  it.each(['Bearer bearer ', 'bearer Bearer ', 'Bearer Bearer '])(
    'walkthrough 2.5 refuses %j and names the mistake',
    async (scheme) => {
      const answer = await list(scheme + server.token);
      expectError(answer, 401);
      expect(answer.body.detail).toMatch(/bearer/i);
      expect(answer.body.detail).toMatch(/twice|once/i);
    },
  );
  it('a strict connection refuses the bare token and takes the scheme', async () => {
    const tenant = await server.addTenant({ name: 'Strict', connection: { mode: 'strict' } });
    expectError(await list(tenant.token), 401);
    expectOk(await list(`Bearer ${tenant.token}`), 200);
  });
  it.each(['2:pfpat_abc', 'a b c', '~+/=', 'Bearer 2:pfpat_abc'])(
    'a foreign token %j is 401, not 400',
    async (authorization) => {
      expectError(await list(authorization), 401);
    },
  );
});
