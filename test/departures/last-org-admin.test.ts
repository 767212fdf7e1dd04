import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  activeOrgAdmins,
  deactivateMember,
  setOrgAdmin,
} from '../../packages/server/src/members/index.ts';
import { type Answer, type Clients, clientsOf } from '../permissions/support.ts';
import { cases } from '../support/cases.ts';
import { accessRows } from '../support/rows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const ROUNDS = cases(40);

let server: TestServer;
let clients: Clients;
let serial = 0;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
});
afterAll(() => server.close());
beforeEach(() => {
  serial += 1;
});

const context = () => ({
  organizationId: server.organization.id,
  actor: { kind: 'cli', id: 'test' } as const,
  at: server.app.clock().toISOString(),
});
const admins = () => activeOrgAdmins(server.app.reader, server.organization.id);
const setActive = (user: string, active: boolean) =>
  clients.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: active });

/** A provisioned person, made Org Admin. */
async function promoted(name: string): Promise<{ user: string; member: string }> {
  const user = await clients.user(`${name}-${serial}@acme.test`);
  const member = await clients.memberOf(user);
  await setOrgAdmin(server.app, context(), member, true);
  return { user, member };
}

/** Takes Org Admin away from everybody else. */
async function demoteOthers(except: readonly string[]): Promise<void> {
  for (const { id } of await admins()) {
    if (!except.includes(id)) await setOrgAdmin(server.app, context(), id, false);
  }
}

describe('security-cases C3, design.md Promises 5: the last active Org Admin stays', () => {
  const doors: Readonly<Record<string, (user: string) => Promise<Answer>>> = {
    'PATCH active: false': (user) => setActive(user, false),
    'PATCH without a path': (user) =>
      clients.patch(`/Users/${user}`, { op: 'Replace', value: { active: 'False' } }),
    PUT: (user) =>
      clients.scim('PUT', `/Users/${user}`, {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'changed@acme.test',
        active: false,
      }),
    DELETE: (user) => clients.scim('DELETE', `/Users/${user}`),
  };

  it.each(Object.keys(doors))('%s is 403 with the reason, and nothing changes', async (door) => {
    const { user, member } = await promoted('last');
    await demoteOthers([member]);
    const before = await accessRows(server, server.organization.id);
    const { status, body } = await (doors[door] as (typeof doors)[string])(user);
    expect(status).toBe(403);
    expect(body.detail).toContain('last active Org Admin');
    expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
    expect(await accessRows(server, server.organization.id)).toBe(before);
    expect(await admins()).toMatchObject([{ id: member }]);
    // With another one it is free to go.
    await promoted('next');
    expect((await setActive(user, false)).status).toBe(200);
  });

  it('the operator and the command line refuse it, too', async () => {
    await setOrgAdmin(server.app, context(), server.ownerId, true);
    await demoteOthers([server.ownerId]);
    const at = `/members/${server.ownerId}`;
    for (const [path, body] of [
      [`${at}/access`, { active: false }],
      [`${at}/org-admin`, { orgAdmin: false }],
    ] as const) {
      const answer = await clients.operator('PUT', path, body);
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toContain('last active Org Admin');
    }
    await expect(deactivateMember(server.app, context(), server.ownerId)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await admins()).toMatchObject([{ id: server.ownerId }]);
  });

  it('an Org Admin who is not active does not count', async () => {
    const first = await promoted('first');
    const second = await promoted('second');
    await demoteOthers([first.member, second.member]);
    expect((await setActive(first.user, false)).status).toBe(200);
    expect((await setActive(second.user, false)).status).toBe(403);
    expect((await setActive(first.user, true)).status).toBe(200);
    expect((await setActive(second.user, false)).status).toBe(200);
    await expect(
      setOrgAdmin(server.app, context(), second.member, true),
      'inactive, but was one before',
    ).resolves.toMatchObject({ orgAdmin: true });
  });

  it(`two who end each other at once, by different doors: one stays, ${ROUNDS} rounds`, {
    timeout: ROUNDS * 1000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      serial += 1;
      const [one, two] = [await promoted('one'), await promoted('two')];
      await demoteOthers([one.member, two.member]);
      const ways: readonly (({ user, member }: typeof one) => Promise<Answer>)[] = [
        ({ user }) => setActive(user, false),
        ({ user }) => clients.scim('DELETE', `/Users/${user}`),
        ({ member }) =>
          clients.operator('PUT', `/members/${member}/org-admin`, { orgAdmin: false }),
      ];
      const by = (shift: number) => ways[(round + shift) % ways.length] as (typeof ways)[number];
      const answers = await Promise.all([by(0)(one), by(Math.floor(round / ways.length))(two)]);
      expect(answers.map(({ status }) => status >= 400).sort()).toEqual([false, true]);
      expect(answers.find(({ status }) => status >= 400)?.status).toBe(403);
      expect(await admins()).toHaveLength(1);
    }
  });

  it('B7: an Org Admin who was deleted and comes back as a new user is a claim', async () => {
    const { user, member } = await promoted('returning');
    await promoted('other');
    await clients.scim('DELETE', `/Users/${user}`);
    const again = await clients.user(`returning-${serial}@acme.test`);
    expect(await clients.memberOf(again)).toBe('null');
    expect((await admins()).map(({ id }) => id)).not.toContain(member);
  });
});

describe('design.md Promises 5: SCIM cannot make an Org Admin', () => {
  it('roles, entitlements and userType have no effect', async () => {
    const { body } = await clients.scim('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `climber-${serial}@acme.test`,
      userType: 'Org Admin',
      roles: [{ value: 'Org Admin', primary: true }],
      entitlements: [{ value: 'org_admin' }],
      orgAdmin: true,
      isOrgAdmin: true,
    });
    const member = await clients.memberOf(body.id);
    expect((await clients.operator('GET', `/members/${member}`)).body.orgAdmin).toBe(false);
  });

  it('only an active member can be made one', async () => {
    const user = await clients.user(`asleep-${serial}@acme.test`);
    const member = await clients.memberOf(user);
    await setActive(user, false);
    const answer = await clients.operator('PUT', `/members/${member}/org-admin`, {
      orgAdmin: true,
    });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('active');
  });
});
