import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../../../test/support/server.ts';
import { verifyChain } from '../audit/index.ts';
import type { ChangeContext } from '../events/index.ts';
import {
  createMember,
  deactivateMember,
  type LinkedUser,
  linkClaim,
  listClaims,
  listMembers,
  type MemberInput,
  separateClaim,
  undoClaim,
  userChanged,
  userCreated,
  userDeleted,
} from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** An organisation of its own for each test; what SCIM does is done as the store does it. */
async function tenant(name: string) {
  const { organization } = await server.addTenant({ name });
  const context = (
    connectionId = 'first',
  ): ChangeContext & { linkPolicy: 'automatic'; invitations: 'none' } => ({
    organizationId: organization.id,
    connectionId,
    actor: { kind: 'cli', id: 'test' },
    at: server.app.clock().toISOString(),
    linkPolicy: 'automatic',
    invitations: 'none',
  });
  const { app } = server;
  const members = () => listMembers(app.reader, organization.id);
  return {
    id: organization.id,
    context,
    members,
    member: async (id: string) => (await members()).find((member) => member.id === id),
    claims: () => listClaims(app.reader, organization.id, { waitingOnly: false }),
    local: (email: string, options: Partial<MemberInput> = {}) =>
      createMember(app, context(), { email, orgAdmin: false, emailProven: false, ...options }),
    create: (user: LinkedUser, connection?: string) =>
      app.writer.write(organization.id, (session) =>
        userCreated(session, context(connection), user),
      ),
    setActive: (user: LinkedUser, active: boolean) =>
      app.writer.write(organization.id, (session) =>
        userChanged(session, context(), { ...user, active: !active }, { ...user, active }),
      ),
    remove: (user: LinkedUser) =>
      app.writer.write(organization.id, (session) => userDeleted(session, context(), user.id)),
    deactivate: (id: string) => deactivateMember(app, context(), id),
  };
}

function user(id: string, email: string): LinkedUser {
  return { id, userNameKey: email, email, emailKey: email, displayName: id, active: true };
}

describe('design.md §5.5, no door removes the last active Org Admin', () => {
  it('two that end each other at once: one stays', async () => {
    const { organization, ownerId } = await server.addTenant({ name: 'Race' });
    const context: ChangeContext = {
      organizationId: organization.id,
      actor: { kind: 'cli', id: 'test' },
      at: server.app.clock().toISOString(),
    };
    for (let round = 0; round < 50; round++) {
      const admins = (await listMembers(server.app.reader, organization.id)).filter(
        ({ orgAdmin, active }) => orgAdmin && active,
      );
      const other = await createMember(server.app, context, {
        email: `admin${round}@race.test`,
        orgAdmin: true,
        emailProven: false,
      });
      const present = admins[0]?.id ?? ownerId;
      const ended = await Promise.allSettled(
        [present, other.id].map((id) => deactivateMember(server.app, context, id)),
      );
      expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('one that only an identity provider keeps active counts, and is not the provider’s to end', async () => {
    const acme = await tenant('Only by link');
    const [first] = await acme.members();
    if (first === undefined) throw new Error('There is no owner.');
    const second = await acme.local('second@acme.test', { orgAdmin: true });
    const scim = user('u1', 'second@acme.test');
    const { claimId = '' } = await acme.create(scim);
    await linkClaim(server.app, acme.context(), claimId, second.id);
    expect(await acme.deactivate(second.id)).toEqual({ id: second.id, active: true });
    expect(await acme.deactivate(first.id)).toEqual({ id: first.id, active: false });
    await expect(acme.setActive(scim, false)).rejects.toThrow('last active Org Admin');
    const left = (await acme.members()).filter(({ orgAdmin, active }) => orgAdmin && active);
    expect(left.map(({ id }) => id)).toEqual([second.id]);
  });

  it('ending a member twice records it once', async () => {
    const acme = await tenant('Twice');
    const { id } = await acme.local('once@acme.test');
    await acme.deactivate(id);
    const before = await verifyChain(server.app.reader, acme.id);
    expect(await acme.deactivate(id)).toEqual({ id, active: false });
    expect(await verifyChain(server.app.reader, acme.id)).toEqual(before);
    await expect(acme.deactivate('nobody')).rejects.toThrow('There is no member');
  });
});

describe('design.md §5.4, provisioning never takes over a member', () => {
  it('a change of the user leaves the member its own address, name and proof', async () => {
    const acme = await tenant('Own address');
    const own = await acme.local('Own@acme.test', { emailProven: true, displayName: 'Own' });
    const scim = user('u1', 'own@acme.test');
    expect(await acme.create(scim)).toEqual({ memberId: own.id, claimId: undefined });
    const renamed = { ...scim, email: 'evil@evil.test', emailKey: 'evil@evil.test' };
    await server.app.writer.write(acme.id, (session) =>
      userChanged(session, acme.context(), scim, { ...renamed, displayName: 'Evil' }),
    );
    expect(await acme.member(own.id)).toMatchObject({
      email: 'Own@acme.test',
      displayName: 'Own',
      emailProven: true,
    });
  });
});

describe('design.md §4, claims are undoable', () => {
  it('the member of a separation stays when somebody else is linked to it by now', async () => {
    const acme = await tenant('Shared');
    await acme.local('ann@acme.test');
    const first = await acme.create(user('u1', 'ann@acme.test'));
    const separate = await separateClaim(server.app, acme.context(), first.claimId ?? '');
    const memberId = separate.memberId ?? '';
    const second = await acme.create(user('u2', 'ann@acme.test'), 'second');
    await linkClaim(server.app, acme.context('second'), second.claimId ?? '', memberId);
    await undoClaim(server.app, acme.context(), first.claimId ?? '');
    expect(await acme.member(memberId)).toMatchObject({ userIds: ['u2'], active: true });
  });

  it('a candidate that is gone by now cannot be linked', async () => {
    const acme = await tenant('Gone');
    await acme.local('bob@acme.test');
    const first = await acme.create(user('u1', 'bob@acme.test'));
    const { memberId } = await separateClaim(server.app, acme.context(), first.claimId ?? '');
    const second = await acme.create(user('u2', 'bob@acme.test'), 'second');
    await undoClaim(server.app, acme.context(), first.claimId ?? '');
    expect(await acme.member(memberId ?? '')).toBeUndefined();
    await expect(
      linkClaim(server.app, acme.context(), second.claimId ?? '', memberId ?? ''),
    ).rejects.toThrow('is gone');
  });

  it('a decision about a user that was deleted since stays', async () => {
    const acme = await tenant('Deleted');
    const member = await acme.local('cy@acme.test');
    const scim = user('u1', 'cy@acme.test');
    const { claimId = '' } = await acme.create(scim);
    await linkClaim(server.app, acme.context(), claimId, undefined);
    await acme.remove(scim);
    await expect(undoClaim(server.app, acme.context(), claimId)).rejects.toThrow('deleted');
    expect(await acme.claims()).toMatchObject([{ decision: 'link', memberId: member.id }]);
    // The same person comes back to the same member, without a new question.
    expect(await acme.create(user('u2', 'cy@acme.test'))).toMatchObject({ memberId: member.id });
  });

  it('a withdrawn claim says that its user was deleted', async () => {
    const acme = await tenant('Withdrawn');
    await acme.local('di@acme.test');
    const scim = user('u1', 'di@acme.test');
    const { claimId = '' } = await acme.create(scim);
    await acme.remove(scim);
    await expect(separateClaim(server.app, acme.context(), claimId)).rejects.toThrow('deleted');
  });
});
