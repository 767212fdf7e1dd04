import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { setConnection } from '../connections/index.ts';
import { setPlan } from '../organizations/index.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: TestServer;
afterEach(() => server.close());

async function send(method: string, path: string, body?: object) {
  const response = await server.scim(path, {
    method,
    headers: { 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : Object(JSON.parse(text)) };
}
const patch = (path: string, value: object) =>
  send('PATCH', path, { schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] });
const newUser = (userName: string) => send('POST', '/Users', { schemas: [USER], userName });

async function changePlan(planId: string, endsAt: string | null = null) {
  const { id } = server.organization;
  const actor = { kind: 'cli', id: 'test' } as const;
  await setPlan(
    server.app,
    { organizationId: id, actor, at: '2026-01-01T00:00:00.000Z' },
    planId,
    endsAt,
  );
  await server.app.registry.refresh(id);
}

describe('walkthrough 1.2: a plan without SCIM, or lapsed', () => {
  it.each([
    ['free', null, /Free.*(Team|Enterprise)/],
    ['enterprise', '2026-01-01T00:00:00.000Z', /Enterprise.*2026-01-01/],
  ])(
    'plan %s ending %s: reads, deactivation and DELETE work, all else is 403',
    async (plan, end, words) => {
      server = await startServer();
      const { id } = (await newUser('jane')).body;
      const put = { schemas: [USER], userName: 'jane' };
      await changePlan(plan, end);

      expect((await send('GET', `/Users/${id}`)).status).toBe(200);
      expect((await send('GET', '/Users?filter=userName eq "jane"')).body.totalResults).toBe(1);
      for (const refused of [
        await newUser('joe'),
        await patch(`/Users/${id}`, { title: 'Boss' }),
        await patch(`/Users/${id}`, { active: true, title: 'Boss' }),
        await send('PUT', `/Users/${id}`, { ...put, title: 'Boss' }),
        await send('POST', '/Groups', { schemas: [GROUP], displayName: 'g' }),
      ]) {
        expect(refused.status).toBe(403);
        expect(refused.body.detail).toMatch(words);
        expect(refused.body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
      }
      expect((await patch(`/Users/${id}`, { active: false })).body.active).toBe(false);
      // Sent again, as identity providers do.
      expect((await patch(`/Users/${id}`, { active: false })).status).toBe(200);
      expect((await patch(`/Users/${id}`, { active: true })).status).toBe(403);
      expect((await patch(`/Users/${id}`, { title: 'Boss' })).status).toBe(403);
      expect((await send('DELETE', `/Users/${id}`)).status).toBe(204);
    },
  );

  it('a PUT that deactivates works though the profile in it has moved on', async () => {
    server = await startServer();
    const { id } = (await newUser('jane')).body;
    await changePlan('free');
    const put = { schemas: [USER], userName: 'jane', title: 'Moved on', active: false };
    expect((await send('PUT', `/Users/${id}`, put)).body.active).toBe(false);
  });

  it('groups that are there can be read and deleted, not changed', async () => {
    server = await startServer();
    const group = { schemas: [GROUP], displayName: 'g' };
    const { id } = (await send('POST', '/Groups', group)).body;
    await changePlan('enterprise', '2026-01-01T00:00:00.000Z');
    expect((await send('GET', `/Groups/${id}`)).status).toBe(200);
    expect((await patch(`/Groups/${id}`, { displayName: 'h' })).status).toBe(403);
    expect((await send('DELETE', `/Groups/${id}`)).status).toBe(204);
  });

  it('a new plan works on the next request', async () => {
    server = await startServer({ plan: 'free' });
    expect((await newUser('jane')).status).toBe(403);
    await changePlan('team');
    expect((await newUser('jane')).status).toBe(201);
  });
});

describe('walkthrough 1.3: users only', () => {
  async function expectNoGroups(words: RegExp) {
    for (const [method, path] of [
      ['GET', '/Groups'],
      ['GET', '/Groups/x'],
      ['DELETE', '/Groups/x'],
      ['POST', '/Groups'],
      ['PATCH', '/Groups/x'],
    ] as const) {
      const answer = await send(method, path, method === 'GET' ? undefined : {});
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toMatch(words);
    }
    const types = await send('GET', '/ResourceTypes');
    expect(types.body.Resources.map(({ name }: { name: string }) => name)).toEqual(['User']);
    expect(JSON.stringify((await send('GET', '/Schemas')).body)).not.toContain(`"${GROUP}"`);
    expect((await newUser('jane')).status).toBe(201);
  }

  it('a plan without groups: absent from discovery, 403 with the plan that is needed', async () => {
    server = await startServer({ plan: 'team' });
    await expectNoGroups(/Team.*Enterprise/);
  });
  it('a connection without groups: the same, with the reason', async () => {
    server = await startServer({ connection: { groupsEnabled: false } });
    await expectNoGroups(/switched off/);
  });
  it('switched on again, groups are there on the next request', async () => {
    server = await startServer({ connection: { groupsEnabled: false } });
    const { id } = server.organization;
    const actor = { kind: 'cli', id: 'test' } as const;
    const context = { organizationId: id, actor, at: '2026-01-01T00:00:00.000Z' };
    await setConnection(server.app, context, server.connectionId, { groupsEnabled: true });
    await server.app.registry.refresh(id);
    expect((await send('GET', '/Groups')).status).toBe(200);
  });
});

describe('design.md §2 scopes', () => {
  it('scim:read reads, and is 403 for every change before the body is looked at', async () => {
    server = await startServer({ scope: 'scim:read' });
    expect((await send('GET', '/Users')).status).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await send(method, method === 'POST' ? '/Users' : '/Users/x', {});
      expect([answer.status, answer.body.detail]).toEqual([
        403,
        expect.stringContaining('scim:write'),
      ]);
    }
  });
});
