import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOperatorKey, revokeOperatorKey } from '../../packages/server/src/operators/index.ts';
import { sendTarget } from '../support/raw-http.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { type Clients, clientsOf } from './support.ts';

let server: TestServer;
let other: Tenant;
let clients: Clients;
let member: string;
let group: string;
const now = { ms: Date.parse('2026-03-01T00:00:00.000Z') };
beforeAll(async () => {
  server = await startServer({ nodes: 2, clock: () => new Date(now.ms) });
  other = await server.addTenant({ name: 'Other' });
  clients = await clientsOf(server);
  const user = await clients.user('jane@a.test');
  member = await clients.memberOf(user);
  group = await clients.group('Team', [user]);
  await clients.operator('PUT', '/entry-points/billing', { name: 'Billing' });
  await clients.operator('PUT', '/entry-points/reports', { name: 'Reports' });
  await clients.operator('PUT', '/grants', {
    entryPoint: 'billing',
    role: 'reporter',
    subject: { kind: 'group', id: group },
  });
});
afterAll(() => server.close());

const subject = (id = member, type = 'member') => ({ type, id });
const resource = (id = 'billing', type = 'entry_point') => ({ type, id });
const evaluate = (body: object) => clients.operator('POST', '/access/v1/evaluation', body);
const evaluateAll = (body: object) => clients.operator('POST', '/access/v1/evaluations', body);
const may = (role: string) => ({
  subject: subject(),
  action: { name: role },
  resource: resource(),
});

describe('OpenID AuthZEN 1.0 §6 access evaluation', () => {
  it('a decision; a refusal with the reason', async () => {
    expect((await evaluate(may('contributor'))).body).toEqual({ decision: true });
    expect((await evaluate(may('approver'))).body).toEqual({
      decision: false,
      context: { reason: 'The member has only the role "reporter" there.' },
    });
  });

  it.each([
    ['an unknown member', { subject: subject('nobody') }, 'no such member'],
    ['another type of subject', { subject: subject('x', 'user') }, 'type "user"'],
    ['an unknown entry point', { resource: resource('none') }, 'no entry point "none"'],
    ['another type of resource', { resource: resource('billing', 'account') }, 'type "account"'],
    ['an unknown role', { action: { name: 'god' } }, 'no role "god"'],
    ['no role there', { resource: resource('reports') }, 'no role on the entry point'],
  ])('%s is no', async (_, part, reason) => {
    const { status, body } = await evaluate({ ...may('viewer'), ...part });
    expect(status).toBe(200);
    expect(body).toEqual({
      decision: false,
      context: { reason: expect.stringContaining(reason) },
    });
  });

  it('what is not asked about is let through, and changes nothing', async () => {
    const { body } = await evaluate({
      ...may('viewer'),
      subject: { ...subject(), properties: { department: 'Sales' } },
      context: { time: '2026-01-01T00:00:00Z' },
      extra: 1,
    });
    expect(body).toEqual({ decision: true });
  });

  it('a person by the id that the application knows', async () => {
    const asked = { ...may('viewer'), subject: subject('app-1', 'application_user') };
    expect((await evaluate(asked)).body.decision).toBe(false);
    const { createMember } = await import('../../packages/server/src/members/index.ts');
    const { id } = await createMember(
      server.app,
      {
        organizationId: server.organization.id,
        actor: { kind: 'cli', id: 'test' },
        at: server.app.clock().toISOString(),
      },
      { email: 'local@a.test', emailProven: false, orgAdmin: false, applicationUserId: 'app-1' },
    );
    await clients.operator('PUT', '/grants', {
      entryPoint: 'billing',
      role: 'viewer',
      subject: { kind: 'member', id },
    });
    expect((await evaluate(asked)).body).toEqual({ decision: true });
    const whole = await clients.operator('GET', '/application-users/app-1/permissions');
    expect(whole.body).toMatchObject({ memberId: id, permissions: [{ role: 'viewer' }] });
  });
});

describe('OpenID AuthZEN 1.0 §7 access evaluations', () => {
  it('takes what an evaluation leaves out from the request; answers are in order', async () => {
    const { body } = await evaluateAll({
      subject: subject(),
      resource: resource(),
      evaluations: [
        { action: { name: 'viewer' } },
        { action: { name: 'admin' } },
        { action: { name: 'viewer' }, resource: resource('reports') },
      ],
    });
    expect(body.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('without evaluations it is one itself', async () => {
    expect((await evaluateAll(may('viewer'))).body).toEqual({ decision: true });
  });

  it.each([
    ['execute_all', [true, false, true]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('%s', async (semantic, decisions) => {
    const { body } = await evaluateAll({
      subject: subject(),
      resource: resource(),
      options: { evaluations_semantic: semantic },
      evaluations: ['viewer', 'admin', 'reporter'].map((name) => ({ action: { name } })),
    });
    expect(body.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual(
      decisions,
    );
  });

  it('1,000 at once, no more', async () => {
    const many = (count: number) =>
      evaluateAll({
        ...may('viewer'),
        evaluations: Array.from({ length: count }, (_, n) => ({ subject: subject(`m${n}`) })),
      });
    const { status, body } = await many(1000);
    expect([status, body.evaluations.length]).toEqual([200, 1000]);
    expect((await many(1001)).status).toBe(400);
  });

  it('one that stays incomplete is 400, and says which', async () => {
    const { status, body } = await evaluateAll({
      subject: subject(),
      evaluations: [{ action: { name: 'viewer' }, resource: resource() }, { resource: resource() }],
    });
    expect(status).toBe(400);
    expect(body.detail).toContain('evaluations.1.action');
  });
});

describe('consistency tokens', () => {
  it('the token of a change makes a question wait for it, on every node', async () => {
    for (let round = 0; round < 20; round++) {
      const role = round % 2 === 0 ? 'viewer' : 'approver';
      const changed = await clients.operator('PUT', '/grants', {
        entryPoint: 'reports',
        role,
        subject: { kind: 'group', id: group },
      });
      const consistencyToken = changed.headers.get('rollcall-consistency-token');
      const asked = {
        subject: subject(),
        action: { name: 'approver' },
        resource: resource('reports'),
      };
      const { body } = await evaluate({ ...asked, context: { consistencyToken } });
      expect(body.decision).toBe(role === 'approver');
    }
  });

  it('a token from the future is 503, one of another organisation 400', async () => {
    const at = (token: string) =>
      evaluate({ ...may('viewer'), context: { consistencyToken: token } });
    const future = await at(`rc1.${server.organization.id}.999999`);
    expect([future.status, future.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await at(`rc1.${other.organization.id}.1`)).status).toBe(400);
    expect((await at('x')).status).toBe(400);
  });
});

describe('A3 the key of the operator', () => {
  const path = () => `/v1/operator/organizations/${server.organization.slug}/grants`;
  const get = (authorization?: string) =>
    fetch(server.url + path(), { headers: authorization === undefined ? {} : { authorization } });
  const key = async (expiresAt: string | null = null) =>
    createOperatorKey(server.app, 'one more', expiresAt);

  it.each([
    ['none', undefined],
    ['empty', ''],
    ['a scheme alone', 'Bearer'],
    ['undefined', 'Bearer undefined'],
    ['an unknown key', `Bearer rcop_${'0'.repeat(36)}`],
    ['Basic', 'Basic cmNvcDo='],
  ])('%s is 401', async (_, authorization) => {
    const response = await get(authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
    expect(await response.json()).toMatchObject({ status: 401, detail: expect.any(String) });
  });

  it("a token of an organisation is no operator's key, nor the other way round", async () => {
    expect((await get(`Bearer ${server.token}`)).status).toBe(401);
    const { key: text } = await key();
    const scim = await fetch(`${server.baseUrl}/Users`, {
      headers: { authorization: `Bearer ${text}` },
    });
    expect(scim.status).toBe(401);
  });

  it('A6 cut off, longer, or with another letter it is 401', async () => {
    const { key: text } = await key();
    expect((await get(`Bearer ${text}`)).status).toBe(200);
    const flipped = text.at(-1) === 'a' ? 'b' : 'a';
    for (const wrong of [
      text.slice(0, -1),
      `${text}x`,
      text.slice(0, -1) + flipped,
      text.toUpperCase(),
    ]) {
      expect((await get(`Bearer ${wrong}`)).status).toBe(401);
    }
  });

  it('revoked or expired it is 401 on the next request of every node', async () => {
    const { id, key: text } = await key();
    const expiring = await key(new Date(now.ms + 1000).toISOString());
    const everywhere = async (one: string) => {
      const statuses = new Set<number>();
      for (let n = 0; n < 12; n++) {
        const url = new URL(server.anyBaseUrl()).origin + path();
        statuses.add((await fetch(url, { headers: { authorization: `Bearer ${one}` } })).status);
      }
      return [...statuses];
    };
    expect(await everywhere(text)).toEqual([200]);
    await revokeOperatorKey(server.app, id);
    expect(await everywhere(text)).toEqual([401]);
    expect(await everywhere(expiring.key)).toEqual([200]);
    now.ms += 2000;
    expect(await everywhere(expiring.key)).toEqual([401]);
  });
});

describe('bad input of the operator’s API is a 4xx before any effect', () => {
  const send = async (body: string, type = 'application/json') => {
    const { key } = await createOperatorKey(server.app, 'bad input', null);
    return fetch(`${server.url}/v1/operator/organizations/acme/groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': type },
      body,
    });
  };
  it.each([
    ['no JSON', '{', 400],
    ['a name twice', '{"name":"a","name":"b"}', 400],
    ['NUL', '{"name":"a\\u0000"}', 400],
    ['another type', '{"name":1}', 400],
    ['an unknown member', '{"name":"a","admin":true}', 400],
    ['an array', '[]', 400],
    ['an empty name', '{"name":"  "}', 400],
    ['more than 1 MiB', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413],
  ])('%s', async (_, body, status) => {
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    // Words for people, without the name that SCIM has for the error.
    expect(Object(await response.json()).detail).not.toMatch(/^[a-z]+[A-Z]\w*: /);
  });
  it('another media type is 415, another method 405 with those there are', async () => {
    expect((await send('{"name":"a"}', 'text/plain')).status).toBe(415);
    const answer = await clients.operator('PUT', '/groups', { name: 'a' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
  it('an unknown organisation, and a path that is none, are 404', async () => {
    const { key } = await createOperatorKey(server.app, 'lost', null);
    for (const path of ['organizations/none/grants', 'organizations', 'organizations/acme/x', '']) {
      const response = await fetch(`${server.url}/v1/operator/${path}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      expect(response.status).toBe(404);
    }
  });
  it('A2 no other spelling of a path answers without a key', async () => {
    for (const path of [
      '/v1/operator/organizations/acme/%67rants',
      '/v1/operator/organizations/acme/grants/',
      '/v1/operator//organizations/acme/grants',
      '/v1%2Foperator/organizations/acme/grants',
      '/V1/operator/organizations/acme/grants',
      '/v1/operator/organizations/acme/grants;x',
      '/v1/scim/v2/../../operator/organizations/acme/grants',
    ]) {
      const { status } = await sendTarget(server.running.port, 'GET', path);
      expect([400, 401, 404]).toContain(status);
    }
  });
});

describe('D1 ids of another organisation are unknown ids', () => {
  it('in grants, groups and questions', async () => {
    const here = `/v1/operator/organizations/${other.organization.slug}`;
    const { key } = await createOperatorKey(server.app, 'both', null);
    const send = async (method: string, path: string, body?: object) => {
      const response = await fetch(server.url + here + path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return response.status;
    };
    await send('PUT', '/entry-points/billing', { name: 'Billing' });
    for (const about of [
      { kind: 'member', id: member },
      { kind: 'group', id: group },
    ]) {
      const given = { entryPoint: 'billing', role: 'viewer', subject: about };
      expect(await send('PUT', '/grants', given)).toBe(404);
    }
    expect(await send('GET', `/members/${member}/permissions`)).toBe(404);
    expect(await send('PUT', `/groups/${group}`, { name: 'x' })).toBe(404);
    const { grants } = (await clients.operator('GET', '/grants')).body;
    expect(await send('DELETE', `/grants/${grants[0].id}`)).toBe(404);
  });
});

describe('roles', () => {
  it('are one ordered list; a role that is granted cannot be left out', async () => {
    const set = async (roles: object[]) => {
      const { key } = await createOperatorKey(server.app, 'roles', null);
      const response = await fetch(`${server.url}/v1/operator/roles`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ roles }),
      });
      return { status: response.status, body: await response.json() };
    };
    const viewer = { key: 'viewer', name: 'Viewer' };
    const without = await set([viewer]);
    expect(without).toMatchObject({ status: 409, body: { detail: /"acme"/ } });
    const all = ['approver', 'reporter', 'contributor', 'viewer', 'admin'];
    const turned = await set(all.map((key) => ({ key, name: key })));
    expect(turned.status).toBe(200);
    // Reporter is the second now: contributor is no longer included.
    expect((await evaluate(may('contributor'))).body.decision).toBe(false);
    expect((await evaluate(may('approver'))).body.decision).toBe(true);
    expect((await set([])).status).toBe(400);
    expect((await set([viewer, viewer])).status).toBe(400);
    expect((await set([{ key: 'Bad Key', name: 'x' }])).status).toBe(400);
  });
});
