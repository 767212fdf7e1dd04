import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMember,
  linkClaim,
  listClaims,
  listMembers,
  type Member,
  separateClaim,
  undoClaim,
} from '../../packages/server/src/members/index.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ nodes: 2 });
});
afterAll(() => server.close());

const context = () => ({
  organizationId: server.organization.id,
  actor: { kind: 'cli', id: 'test' } as const,
  at: server.app.clock().toISOString(),
});
const members = () => listMembers(server.app.reader, server.organization.id);
const waiting = () => listClaims(server.app.reader, server.organization.id, { waitingOnly: true });
const memberOf = async (userId: string): Promise<Member | undefined> =>
  (await members()).find(({ userIds }) => userIds.includes(userId));

async function push(userName: string, email = userName): Promise<string> {
  const response = await server.scim('/Users', {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      displayName: userName,
      emails: [{ value: email, primary: true }],
    }),
  });
  expect(response.status).toBe(201);
  const created: unknown = await response.json();
  return String(Reflect.get(Object(created), 'id'));
}

async function change(userId: string, active: boolean): Promise<void> {
  const response = await server.scim(`/Users/${userId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { active } }],
    }),
  });
  expect(response.status).toBe(200);
}

const local = (email: string, emailProven: boolean, orgAdmin = false) =>
  createMember(server.app, context(), { email, emailProven, orgAdmin });

describe('design.md §4, linking users to members, over HTTP', () => {
  it('a user that nobody matches gets a member of its own', async () => {
    const id = await push('new@acme.test');
    expect(await memberOf(id)).toMatchObject({
      email: 'new@acme.test',
      local: false,
      active: true,
      orgAdmin: false,
    });
  });

  it('a local, active member that proved the address is linked', async () => {
    const { id: memberId } = await local('Proven@acme.test', true);
    const id = await push('proven@ACME.test');
    expect((await memberOf(id))?.id).toBe(memberId);
  });

  it('an address that was not proven makes a claim; the identity provider gets its 201', async () => {
    await local('unproven@acme.test', false);
    const id = await push('unproven@acme.test');
    expect(await memberOf(id)).toBeUndefined();
    expect(await waiting()).toContainEqual(
      expect.objectContaining({ userId: id, reason: 'address not proven' }),
    );
  });

  it('an Org Admin is never linked by itself (promise 5)', async () => {
    const id = await push(`admin@${server.organization.slug}.test`);
    expect(await memberOf(id)).toBeUndefined();
    expect((await waiting()).find(({ userId }) => userId === id)?.reason).toBe('org admin');
  });

  it('a deleted user comes back with a new id and the same member', async () => {
    const id = await push('back@acme.test');
    const before = await memberOf(id);
    const gone = await server.scim(`/Users/${id}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    const inactive = (await members()).find((member) => member.id === before?.id);
    expect(inactive).toMatchObject({ active: false, userIds: [] });
    const again = await push('back@acme.test');
    expect(again).not.toBe(id);
    expect(await memberOf(again)).toMatchObject({ id: before?.id, active: true });
  });

  it('two users of a connection with one address do not share a member', async () => {
    const first = await push('first@acme.test', 'shared@acme.test');
    const second = await push('second@acme.test', 'shared@acme.test');
    expect(await memberOf(first)).toBeDefined();
    expect(await memberOf(second)).toBeUndefined();
    expect((await waiting()).find(({ userId }) => userId === second)?.reason).toBe(
      'already linked to another user',
    );
  });

  it('a member is active while any of its users is', async () => {
    const { id: memberId } = await local('both@acme.test', true);
    const id = await push('both@acme.test');
    const find = async () => (await members()).find((member) => member.id === memberId);
    await change(id, false);
    expect(await find()).toMatchObject({ active: true });
    const alone = await push('alone@acme.test');
    await change(alone, false);
    expect(await memberOf(alone)).toMatchObject({ active: false });
    await change(alone, true);
    expect(await memberOf(alone)).toMatchObject({ active: true });
  });

  it('a claim is linked or separated by decision, and the decision can be taken back', async () => {
    const { id: memberId } = await local('decide@acme.test', false);
    const id = await push('decide@acme.test');
    const find = async () => (await waiting()).find(({ userId }) => userId === id)?.id ?? '';
    const claim = await find();
    await linkClaim(server.app, context(), claim, undefined);
    expect((await memberOf(id))?.id).toBe(memberId);
    await undoClaim(server.app, context(), claim);
    expect(await memberOf(id)).toBeUndefined();
    await separateClaim(server.app, context(), claim);
    const separate = await memberOf(id);
    expect(separate?.id).not.toBe(memberId);
    expect(separate).toMatchObject({ local: false, active: true });
    await undoClaim(server.app, context(), claim);
    expect((await members()).some((member) => member.id === separate?.id)).toBe(false);
    await expect(linkClaim(server.app, context(), claim, 'nobody')).rejects.toThrow('--member');
  });

  it('a claim ends with its user', async () => {
    await local('leaves@acme.test', false);
    const id = await push('leaves@acme.test');
    await server.scim(`/Users/${id}`, { method: 'DELETE' });
    expect((await waiting()).some(({ userId }) => userId === id)).toBe(false);
  });
});
