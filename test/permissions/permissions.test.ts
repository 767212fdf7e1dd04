import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMember } from '../../packages/server/src/members/index.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Clients, clientsOf } from './support.ts';

let server: TestServer;
let clients: Clients;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
  clients = await clientsOf(server);
  for (const key of ['billing', 'reports']) {
    const { status } = await clients.operator('PUT', `/entry-points/${key}`, { name: key });
    expect(status).toBe(200);
  }
});
afterAll(() => server.close());

const grant = (entryPoint: string, role: string, kind: 'member' | 'group', id: string) =>
  clients.operator('PUT', '/grants', { entryPoint, role, subject: { kind, id } });
const permissionsOf = (memberId: string) =>
  clients.operator('GET', `/members/${memberId}/permissions`);
/** A user of a name nobody has, with its member. */
let people = 0;
async function person() {
  people += 1;
  const user = await clients.user(`person${people}@a.test`);
  return { user, member: await clients.memberOf(user) };
}
const context = () => ({
  organizationId: server.organization.id,
  actor: { kind: 'cli', id: 'test' } as const,
  at: server.app.clock().toISOString(),
});

describe('walkthrough 4.5 a pushed group mapped to a role on an entry point', () => {
  it('members, and later members, have the role the moment the change is acknowledged', async () => {
    const [first, later] = [await person(), await person()];
    const group = await clients.group('Contributors', [first.user]);
    expect(await clients.may(first.member, 'contributor', 'billing')).toBe(false);
    expect((await grant('billing', 'contributor', 'group', group)).status).toBe(200);
    expect(await clients.may(first.member, 'contributor', 'billing')).toBe(true);
    expect(await clients.may(later.member, 'contributor', 'billing')).toBe(false);
    await clients.patch(`/Groups/${group}`, {
      op: 'add',
      path: 'members',
      value: [{ value: later.user }],
    });
    expect(await clients.may(later.member, 'contributor', 'billing')).toBe(true);
    await clients.patch(`/Groups/${group}`, {
      op: 'remove',
      path: `members[value eq "${first.user}"]`,
    });
    expect(await clients.may(first.member, 'contributor', 'billing')).toBe(false);
  });

  it('a role includes those before it, and no other entry point', async () => {
    const { user, member } = await person();
    const group = await clients.group('Reporters', [user]);
    await grant('billing', 'reporter', 'group', group);
    for (const [role, allowed] of [
      ['viewer', true],
      ['contributor', true],
      ['reporter', true],
      ['approver', false],
      ['admin', false],
    ] as const) {
      expect(await clients.may(member, role, 'billing')).toBe(allowed);
    }
    expect(await clients.may(member, 'viewer', 'reports')).toBe(false);
  });

  it('says why: which grant, through which groups, nested ones too; the highest role counts', async () => {
    const { user, member } = await person();
    const team = await clients.group('Team', [user]);
    const division = await clients.group('Division', [team]);
    const company = await clients.group('Company', [division]);
    const high = (await grant('billing', 'approver', 'group', company)).body.id;
    const low = (await grant('billing', 'viewer', 'group', team)).body.id;
    const own = (await grant('reports', 'viewer', 'member', member)).body.id;
    const { body } = await permissionsOf(member);
    expect(body).toMatchObject({
      memberId: member,
      active: true,
      permissions: [
        {
          entryPoint: { key: 'billing' },
          role: 'approver',
          includes: ['viewer', 'contributor', 'reporter', 'approver'],
          because: [
            {
              grantId: high,
              role: 'approver',
              groups: [{ name: 'Team' }, { name: 'Division' }, { name: 'Company' }],
            },
            { grantId: low, role: 'viewer', groups: [{ name: 'Team' }] },
          ],
        },
        {
          entryPoint: { key: 'reports' },
          role: 'viewer',
          because: [{ grantId: own, role: 'viewer', groups: [] }],
        },
      ],
    });
  });

  it('a group that is renamed keeps its role; one that is deleted takes it along', async () => {
    const { user, member } = await person();
    const group = await clients.group('Passing', [user]);
    const { id } = (await grant('billing', 'admin', 'group', group)).body;
    await clients.patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: 'Gone' });
    expect(await clients.may(member, 'admin', 'billing')).toBe(true);
    expect((await clients.scim('DELETE', `/Groups/${group}`)).status).toBe(204);
    expect(await clients.may(member, 'admin', 'billing')).toBe(false);
    const { grants } = (await clients.operator('GET', '/grants')).body;
    expect(grants.map((one: { id: string }) => one.id)).not.toContain(id);
    // A new group of the same name is another group.
    await clients.group('Gone', [user]);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
  });
});

describe('walkthrough 4.3 a role for one person', () => {
  it('replaces the one before, and is taken back', async () => {
    const { member } = await person();
    const first = await grant('reports', 'viewer', 'member', member);
    const second = await grant('reports', 'approver', 'member', member);
    expect(second.body).toMatchObject({ id: first.body.id, role: 'approver' });
    expect(await clients.may(member, 'approver', 'reports')).toBe(true);
    const gone = await clients.operator('DELETE', `/grants/${second.body.id}`);
    expect(gone.status).toBe(204);
    expect(await clients.may(member, 'viewer', 'reports')).toBe(false);
    expect((await clients.operator('DELETE', `/grants/${second.body.id}`)).status).toBe(404);
  });
});

describe('walkthrough 3.4 deactivated people have no permissions', () => {
  it('none while inactive, the same ones when active again, none once deleted', async () => {
    const { user, member } = await person();
    const group = await clients.group('Staff', [user]);
    await grant('billing', 'viewer', 'group', group);
    await grant('reports', 'viewer', 'member', member);
    const set = (active: boolean) =>
      clients.patch(`/Users/${user}`, { op: 'replace', value: { active } });
    await set(false);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
    expect(await clients.may(member, 'viewer', 'reports')).toBe(false);
    expect((await permissionsOf(member)).body).toEqual({
      memberId: member,
      active: false,
      permissions: [],
    });
    await set(true);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(true);
    expect(await clients.may(member, 'viewer', 'reports')).toBe(true);
    await clients.scim('DELETE', `/Users/${user}`);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
    expect(await clients.may(member, 'viewer', 'reports')).toBe(false);
  });

  it('groups of an inactive user give nothing to a member that is active otherwise', async () => {
    const email = 'both@a.test';
    const { id: member } = await createMember(server.app, context(), {
      email,
      emailProven: true,
      orgAdmin: false,
    });
    const user = await clients.user(email);
    expect(await clients.memberOf(user)).toBe(member);
    const group = await clients.group('Of the user', [user]);
    await grant('billing', 'viewer', 'group', group);
    await grant('reports', 'viewer', 'member', member);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(true);
    await clients.patch(`/Users/${user}`, { op: 'replace', value: { active: false } });
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
    expect(await clients.may(member, 'viewer', 'reports')).toBe(true);
  });

  it('a user that waits for a claim has none', async () => {
    const email = 'claimed@a.test';
    const { id: member } = await createMember(server.app, context(), {
      email,
      emailProven: false,
      orgAdmin: false,
    });
    const user = await clients.user(email);
    expect(await clients.memberOf(user)).toBe('null');
    await grant('billing', 'viewer', 'group', await clients.group('Waiting', [user]));
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
  });
});

describe('design.md §2 groups made here', () => {
  it('give roles to their members, and end with them', async () => {
    const { member } = await person();
    const { id } = (await clients.operator('POST', '/groups', { name: 'Made here' })).body;
    await grant('billing', 'contributor', 'group', id);
    await clients.operator('PUT', `/groups/${id}/members/${member}`);
    expect(await clients.may(member, 'contributor', 'billing')).toBe(true);
    expect((await permissionsOf(member)).body.permissions[0].because[0].groups).toEqual([
      { id, name: 'Made here' },
    ]);
    await clients.operator('DELETE', `/groups/${id}/members/${member}`);
    expect(await clients.may(member, 'contributor', 'billing')).toBe(false);
    await clients.operator('PUT', `/groups/${id}/members/${member}`);
    expect((await clients.operator('DELETE', `/groups/${id}`)).status).toBe(204);
    expect(await clients.may(member, 'viewer', 'billing')).toBe(false);
  });

  it('B6 a pushed group is never taken for one made here, nor the other way round', async () => {
    await clients.operator('POST', '/groups', { name: 'Admins' });
    const pushed = await clients.scim('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'ADMINS',
    });
    expect(pushed).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    const group = await clients.group('Pushed first');
    const renamed = await clients.patch(`/Groups/${group}`, {
      op: 'replace',
      path: 'displayName',
      value: 'admins',
    });
    expect(renamed.status).toBe(409);
    const made = await clients.operator('POST', '/groups', { name: 'pushed FIRST' });
    expect(made).toMatchObject({ status: 409, body: { detail: /pushed by an identity provider/ } });
  });

  it('walkthrough 4.4 names and members of a pushed group cannot be changed here', async () => {
    const { user, member } = await person();
    const group = await clients.group('Read-only', [user]);
    for (const answer of [
      await clients.operator('PUT', `/groups/${group}`, { name: 'Other' }),
      await clients.operator('DELETE', `/groups/${group}`),
      await clients.operator('PUT', `/groups/${group}/members/${member}`),
      await clients.operator('DELETE', `/groups/${group}/members/${member}`),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { detail: /identity provider/ } });
    }
  });
});

describe('C7 names of groups mean nothing', () => {
  it.each(['admin', 'owner', 'Org Admin', '__proto__', 'superadmin', 'constructor'])(
    'a group called %s gives no role',
    async (name) => {
      const { user, member } = await person();
      await clients.group(name, [user]);
      expect((await permissionsOf(member)).body.permissions).toEqual([]);
      expect(await clients.may(member, 'admin', 'billing')).toBe(false);
    },
  );
});

describe('what cannot be granted', () => {
  it.each([
    ['an unknown entry point', { entryPoint: 'none', role: 'viewer' }, 404],
    ['an unknown role', { entryPoint: 'billing', role: 'god' }, 400],
    ['a role with the name of a property', { entryPoint: 'billing', role: '__proto__' }, 400],
  ])('%s', async (_, given, status) => {
    const { member } = await person();
    const subject = { kind: 'member', id: member };
    expect((await clients.operator('PUT', '/grants', { ...given, subject })).status).toBe(status);
  });

  it('anything to nobody, or to a user in place of a group', async () => {
    const { user } = await person();
    for (const [kind, id] of [
      ['member', user],
      ['group', user],
      ['group', '1'],
    ] as const) {
      expect((await grant('billing', 'viewer', kind, id)).status).toBe(404);
    }
  });
});
