/** Provisioning never takes over an account, a group or a role. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  DEFAULT_CONNECTION,
} from '../../packages/server/src/connections/index.ts';
import type { ChangeContext } from '../../packages/server/src/events/index.ts';
import { listMembers } from '../../packages/server/src/members/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { accessRows, columnNames, placesWith } from '../support/rows.ts';
import {
  type Body,
  type Client,
  ENTERPRISE,
  expectError,
  GROUP,
  ids,
  USER,
} from '../support/scim-suite/client.ts';
import { startServer, type Tenant, type TestServer } from '../support/server.ts';
import { clientOf } from './support/tenant-client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let server: TestServer;
let victim: Tenant;

beforeAll(async () => {
  server = await startServer();
  victim = await server.addTenant({ name: 'Victim' });
});
afterAll(() => server.close());

const membersOf = ({ organization }: Tenant) => listMembers(server.app.reader, organization.id);

describe.each(['tolerant', 'strict'] as const)('%s', (mode) => {
  let tenant: Tenant;
  let scim: Client;

  beforeAll(async () => {
    tenant = await server.addTenant({ name: `Attacker ${mode}`, connection: { mode } });
    scim = clientOf(server, tenant);
  });

  describe('B1 an externalId is never an internal id', () => {
    it('makes a new random id for every externalId', async () => {
      const other = await scim.newUser();
      const before = await accessRows(server, victim.organization.id);
      for (const externalId of [
        '1',
        '0',
        '-1',
        'admin',
        '9223372036854775808',
        crypto.randomUUID(),
        other.id,
        tenant.ownerId,
        victim.ownerId,
        tenant.organization.id,
        tenant.connectionId,
      ]) {
        const user = await scim.newUser({ externalId });
        expect(user.externalId).toBe(externalId);
        expect(user.id).toMatch(UUID);
        expect([externalId, other.id, tenant.ownerId]).not.toContain(user.id);
        if (externalId !== other.id) expectError(await scim.get(`/Users/${externalId}`), 404);
        const owner = (await membersOf(tenant)).find(({ id }) => id === tenant.ownerId);
        expect(owner).toMatchObject({ orgAdmin: true, active: true, userIds: [] });
      }
      expect(await accessRows(server, victim.organization.id)).toBe(before);
    });
    it('does not link to the Org Admin by any attribute', async () => {
      const email = `admin@${tenant.organization.slug}.test`;
      const user = await scim.newUser({
        userName: email,
        emails: [{ value: email, primary: true }],
      });
      expect(user.userName).toBe(email);
      const off = await scim.patch(`/Users/${user.id}`, {
        op: 'replace',
        path: 'active',
        value: false,
      });
      expect(off.status).toBe(200);
      expect((await scim.send('DELETE', `/Users/${user.id}`)).status).toBe(204);
      const owner = (await membersOf(tenant)).find(({ id }) => id === tenant.ownerId);
      expect(owner).toMatchObject({ orgAdmin: true, active: true, userIds: [], email });
    });
  });

  describe('B4 a password goes nowhere', () => {
    const secret = `B4-${mode}-correct-horse`;

    it('is in no answer, no file, no schema', async () => {
      const userName = scim.unique('b4');
      const body = { schemas: [USER], userName, password: secret };
      const created = await scim.send('POST', '/Users', body);
      expect(created.status).toBe(201);
      const path = `/Users/${created.body.id}`;
      const tries = [
        created,
        await scim.send('PUT', path, body),
        await scim.patch(path, { op: 'replace', path: 'password', value: secret }),
        await scim.patch(path, { op: 'add', path: `${USER}:password`, value: secret }),
        await scim.patch(path, { op: 'replace', value: { password: secret } }),
        await scim.patch(path, { op: 'add', value: { PassWord: secret, title: 'kept' } }),
        await scim.send('POST', '/Users', { ...body, userName: scim.unique(), PASSWORD: secret }),
        await scim.get(path),
        await scim.get(`${path}?attributes=password,userName`),
        await scim.list('/Users', { attributes: 'password' }),
        await scim.get('/Schemas'),
      ];
      for (const answer of tries) {
        expect(answer.status, answer.text).toBeLessThan(500);
        expect(answer.text).not.toContain(secret);
      }
      expect((await scim.get(path)).text).not.toMatch(/password/i);
      expect((await scim.get('/Schemas')).text).not.toMatch(/password/i);
      expect(await placesWith(server, userName)).not.toEqual([]);
      expect(await placesWith(server, secret)).toEqual([]);
    });
    it('is refused in filters and sorting', async () => {
      for (const filter of ['password pr', `password eq "${secret}"`, `${USER}:password sw "B"`]) {
        expectError(await scim.list('/Users', { filter }), 400, 'invalidFilter');
      }
      expect((await scim.list('/Users', { sortBy: 'password' })).text).not.toContain(secret);
    });
  });

  describe('B6 a group is never adopted by its name', () => {
    it('keeps a group of another connection as it is', async () => {
      const context: ChangeContext = {
        organizationId: tenant.organization.id,
        actor: { kind: 'cli', id: 'test' },
        at: new Date().toISOString(),
      };
      const connection = await createConnection(server.app, context, {
        ...DEFAULT_CONNECTION,
        name: 'Second',
        mode,
      });
      const { token } = await createToken(server.app, context, {
        connectionId: connection.id,
        ownerId: tenant.ownerId,
        name: 'second',
        scopes: ['scim:write'],
        expiresAt: null,
      });
      await server.app.registry.refresh(tenant.organization.id);
      const second = clientOf(server, { token });
      const user = await scim.newUser();
      const mine = await scim.newGroup({ displayName: 'Finance', members: [{ value: user.id }] });
      const theirs = await second.newGroup({ displayName: 'Finance' });
      expect(theirs.id).not.toBe(mine.id);
      expect(theirs.members).toEqual([]);
      expectError(await second.get(`/Groups/${mine.id}`), 404);
      expectError(await second.get(`/Users/${user.id}`), 404);
      const join = { op: 'add', path: 'members', value: [{ value: user.id }] };
      expectError(await second.patch(`/Groups/${theirs.id}`, join), 400, 'invalidValue');
      expect((await scim.get(`/Groups/${mine.id}`)).body).toEqual(mine);
    });
    it.each(['admin', 'Org Admin', 'owner', 'superadmin', '__proto__', 'constructor'])(
      'a group named %s gives nobody a role',
      async (displayName) => {
        const user = await scim.newUser();
        const admins = (await membersOf(tenant)).filter(({ orgAdmin }) => orgAdmin);
        const group = await scim.newGroup({ displayName, members: [{ value: user.id }] });
        expect(group.displayName).toBe(displayName);
        expect((await membersOf(tenant)).filter(({ orgAdmin }) => orgAdmin)).toEqual(admins);
        const body = { schemas: [GROUP], displayName };
        expectError(await scim.send('POST', '/Groups', body), 409, 'uniqueness');
      },
    );
  });

  describe('B7 nothing but active: true brings somebody back', () => {
    let user: Body;
    const isActive = async () => (await scim.get(`/Users/${user.id}`)).body.active;
    const memberActive = async () =>
      (await membersOf(tenant)).find(({ userIds }) => userIds.includes(user.id))?.active;

    beforeEach(async () => {
      user = await scim.newUser();
      expect(await memberActive()).toBe(true);
      await scim.patch(`/Users/${user.id}`, { op: 'replace', path: 'active', value: false });
      expect(await memberActive()).toBe(false);
    });

    it('not a PATCH of a harmless attribute, a PUT without active, a group, another POST', async () => {
      const title = { op: 'replace', path: 'displayName', value: 'Back?' };
      expect((await scim.patch(`/Users/${user.id}`, title)).status).toBe(200);
      const body = { schemas: [USER], userName: user.userName };
      expect((await scim.send('PUT', `/Users/${user.id}`, body)).status).toBe(200);
      expectError(await scim.send('POST', '/Users', body), 409, 'uniqueness');
      await scim.newGroup({ members: [{ value: user.id }] });
      expect(await isActive()).toBe(false);
      expect(await memberActive()).toBe(false);
    });
    it('active: true does', async () => {
      await scim.patch(`/Users/${user.id}`, { op: 'replace', path: 'active', value: true });
      expect(await isActive()).toBe(true);
      expect(await memberActive()).toBe(true);
    });
    it('deleted and created again: another id, no old groups', async () => {
      const group = await scim.newGroup({ members: [{ value: user.id }] });
      expect((await scim.send('DELETE', `/Users/${user.id}`)).status).toBe(204);
      const again = await scim.newUser({ userName: user.userName });
      expect(again.id).not.toBe(user.id);
      expect(again.groups ?? []).toEqual([]);
      expect((await scim.get(`/Groups/${group.id}`)).body.members).toEqual([]);
      expectError(await scim.get(`/Users/${user.id}`), 404);
      const revive = { op: 'replace', path: 'active', value: true };
      expectError(await scim.patch(`/Users/${user.id}`, revive), 404);
    });
  });

  describe('C6 the id of the URL counts, not that of the body', () => {
    it('PUT and PATCH with the id of another', async () => {
      const [mine, other] = [await scim.newUser(), await scim.newUser()];
      const body = { schemas: [USER], id: other.id, userName: mine.userName, title: 'C6' };
      const replaced = await scim.send('PUT', `/Users/${mine.id}`, body);
      expect([200, 400]).toContain(replaced.status);
      await scim.patch(`/Users/${mine.id}`, {
        op: 'replace',
        value: { id: other.id, title: 'C6' },
      });
      const pathed = { op: 'replace', path: 'id', value: other.id };
      expectError(await scim.patch(`/Users/${mine.id}`, pathed), 400, 'mutability');
      expect((await scim.get(`/Users/${other.id}`)).body).toEqual(other);
      const now = (await scim.get(`/Users/${mine.id}`)).body;
      expect(now).toMatchObject({ id: mine.id, userName: mine.userName });
      expect(ids(await scim.list('/Users', { filter: `id eq "${mine.id}"` }))).toEqual([mine.id]);
    });
    it('a POST does not choose its id', async () => {
      const other = await scim.newUser();
      const body = { schemas: [USER], userName: scim.unique(), id: other.id };
      const answer = await scim.send('POST', '/Users', body);
      if (answer.status === 201) expect(answer.body.id).not.toBe(other.id);
      else expectError(answer, 400);
      expect((await scim.get(`/Users/${other.id}`)).body).toEqual(other);
    });
  });
});

describe('C5 no column of the database can be assigned', () => {
  /** Columns whose names are SCIM attributes that a client may set, and `type`, `name`. */
  const SETTABLE =
    /^(active|display_?name|user_?name|external_?id|email|name|members?|roles|schemas)$/i;
  const EXTRA = ['isAdmin', 'admin', 'tenantId', 'emailVerified', 'passwordHash', 'role', 'scopes'];
  const EVIL = 'c5-evil';
  const urnUser = (name: string) => `${USER}:${name}`;

  it('by POST, PUT, PATCH with and without a path, dotted and qualified keys', async () => {
    const scim = clientOf(server, server);
    const names = [...(await columnNames(server)), ...EXTRA].filter((name) => !SETTABLE.test(name));
    expect(names).toContain('isOrgAdmin');
    expect(names.length).toBeGreaterThan(50);
    const user = await scim.newUser({ title: 'before' });
    const path = `/Users/${user.id}`;
    const before = await membersOf(server);
    for (const name of names) {
      const body = { schemas: [USER], userName: user.userName, title: 'before', [name]: EVIL };
      const replaced = await scim.send('PUT', path, body);
      expect(replaced.status, `${name} ${replaced.text}`).toBe(200);
      for (const key of [name, urnUser(name), `meta.${name}`, `${ENTERPRISE}:${name}`]) {
        const pathed = await scim.patch(path, { op: 'replace', path: key, value: EVIL });
        expect(pathed.status, `${key} ${pathed.text}`).toBe(400);
        const pathless = await scim.patch(path, { op: 'add', value: { [key]: EVIL } });
        expect([200, 400], `${key} ${pathless.text}`).toContain(pathless.status);
      }
    }
    const after = (await scim.get(path)).body;
    expect({ ...after, meta: undefined }).toEqual({ ...user, meta: undefined });
    expect(JSON.stringify(after)).not.toContain(EVIL);
    expect(after.meta.created).toBe(user.meta.created);
    expect(await membersOf(server)).toEqual(before);
    const all = Object.fromEntries(names.map((name) => [name, EVIL]));
    const created = await scim.newUser({ ...all, userName: scim.unique() });
    expect(JSON.stringify(created)).not.toContain(EVIL);
    expect((await membersOf(server)).filter(({ orgAdmin }) => orgAdmin)).toHaveLength(1);
    expect((await membersOf(server)).filter(({ emailProven }) => emailProven)).toHaveLength(1);
  });
  it('a failing operation leaves the user as it was', async () => {
    const scim = clientOf(server, server);
    const user = await scim.newUser();
    for (const bad of [
      { op: 'replace', path: 'meta.created', value: '1999-01-01T00:00:00Z' },
      { op: 'replace', path: 'groups', value: [{ value: 'x' }] },
      { op: 'remove', path: 'userName' },
      { op: 'add', path: 'isOrgAdmin', value: true },
    ]) {
      const good = { op: 'replace', path: 'title', value: 'half' };
      expectErrorStatus(await scim.patch(`/Users/${user.id}`, good, bad));
      expect((await scim.get(`/Users/${user.id}`)).body).toEqual(user);
    }
  });
});

function expectErrorStatus(answer: Awaited<ReturnType<Client['get']>>): void {
  expectError(answer, 400, answer.body.scimType);
}
