/** Whoever is assigned is invited, and invitations follow what becomes of the person. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createConnection,
  DEFAULT_CONNECTION,
} from '../../packages/server/src/connections/index.ts';
import {
  createMember,
  deactivateMember,
  linkClaim,
  listClaims,
  separateClaim,
  setOrgAdmin,
  undoClaim,
} from '../../packages/server/src/members/index.ts';
import { createToken } from '../../packages/server/src/tokens/index.ts';
import { mailRows } from '../mail/support.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { rowsOf } from '../support/rows.ts';
import { openWorld, USER, type World } from './support.ts';

let world: World;
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.close();
});

const mailed = async () => (await mailRows(world.server)).map(({ recipient }) => recipient);
const emails = (value: string) => ({ emails: [{ value, primary: true }] });
const eventsOf = (id: string) =>
  rowsOf<{ type: string; actor: string; data: string }>(
    world.server,
    `select type, actor, data from event where subject_id = '${id}' order by seq`,
  );
const localMember = (email: string, emailProven: boolean) =>
  createMember(world.server.app, world.context(), { email, emailProven, orgAdmin: false });

describe('walkthrough 4.1: assigning a person creates them, and they receive an email invite to join', () => {
  beforeEach(async () => {
    world = await openWorld();
  });

  it('the mail is queued in the unit of work that creates them, and recorded', async () => {
    const user = await world.push('Jane@acme.test', { displayName: 'Jane' });
    const [invitation] = await world.invitations();
    expect(invitation).toMatchObject({
      member_id: await world.memberOf(user),
      user_id: user,
      email: 'Jane@acme.test',
      state: 'pending',
    });
    expect(await mailed()).toEqual(['Jane@acme.test']);
    const [created] = await eventsOf(String(invitation?.id));
    expect(created).toMatchObject({
      type: 'invitation.created',
      actor: expect.stringMatching(/^token:/),
    });
    expect(created?.data).not.toContain('Jane');
  });

  it('to the primary address, else the userName if it is one, else it is held until there is one', async () => {
    await world.push('one@acme.test', emails('first@acme.test'));
    await world.push('two@acme.test', { emails: [{ value: 'no address' }] });
    const nameless = await world.push('three');
    expect(await mailed()).toEqual(['first@acme.test', 'two@acme.test']);
    expect((await world.invitations()).at(-1)).toMatchObject({
      email: null,
      state: 'held',
      hold_reason: 'no_address',
    });
    await world.change(nameless, emails('Three@acme.test'));
    expect((await world.invitations()).at(-1)).toMatchObject({ state: 'pending' });
    expect((await mailed()).at(-1)).toBe('Three@acme.test');
  });

  it('nobody who is not active, not before they are; then once', async () => {
    const user = await world.push('later@acme.test', { active: false });
    await world.change(user, { displayName: 'Later' });
    expect(await world.invitations()).toEqual([]);
    await world.change(user, { active: true });
    await world.change(user, { displayName: 'Later still' });
    expect(await mailed()).toEqual(['later@acme.test']);
  });

  it('a request that fails invites nobody', async () => {
    await world.push('jane@acme.test');
    const again = { schemas: [USER], userName: 'JANE@acme.test' };
    expect((await world.send('POST', '/Users', again)).status).toBe(409);
    expect(await mailed()).toEqual(['jane@acme.test']);
  });

  it('a claim invites nobody until it is decided: then whoever the user is', async () => {
    const unproven = await localMember('known@acme.test', false);
    await world.push('known@acme.test');
    await world.push('also@acme.test', emails('known@acme.test'));
    expect(await world.invitations()).toEqual([]);
    const { app, organization } = world.server;
    const claims = await listClaims(app.reader, organization.id, { waitingOnly: true });
    const [first, second] = claims.map(({ id }) => id);
    await linkClaim(app, world.context(), String(first), unproven.id);
    await separateClaim(app, world.context(), String(second));
    expect(await world.invitations()).toMatchObject([
      // Its own address, which no identity provider can change.
      { member_id: unproven.id, email: 'known@acme.test', state: 'pending' },
      { email: 'known@acme.test', state: 'pending' },
    ]);
    await undoClaim(app, world.context(), String(second));
    expect((await world.invitations())[1]).toMatchObject({ state: 'withdrawn' });
  });
});

describe('walkthrough 4.1: the policy of a connection', () => {
  it('hold mails nobody until it is released', async () => {
    world = await openWorld({ invitations: 'hold' });
    await world.push('jane@acme.test');
    expect(await world.invitations()).toMatchObject([{ state: 'held', hold_reason: 'policy' }]);
    expect(await mailed()).toEqual([]);
  });

  it('none makes none, also when somebody becomes active or gets an address', async () => {
    world = await openWorld({ invitations: 'none' });
    const user = await world.push('jane', { active: false });
    await world.change(user, { active: true, ...emails('jane@acme.test') });
    expect(await world.invitations()).toEqual([]);
  });

  it('one that was held moves with the address and stays held', async () => {
    world = await openWorld({ invitations: 'hold' });
    const user = await world.push('jane@acme.test');
    await world.change(user, emails('new@acme.test'));
    expect(await world.invitations()).toMatchObject([{ state: 'held', email: 'new@acme.test' }]);
    expect(await mailed()).toEqual([]);
  });
});

describe('walkthrough 3.4 and design.md §5.6: deactivated means out, invitations too', () => {
  beforeEach(async () => {
    world = await openWorld();
  });

  it.each([
    ['deactivated', (user: string) => world.change(user, { active: false })],
    ['deleted', (user: string) => world.send('DELETE', `/Users/${user}`)],
  ])('whoever is %s has no link that works, and queued mail is not sent', async (_, leave) => {
    const user = await world.push('jane@acme.test');
    await world.deliver();
    const [code = ''] = world.codesTo('jane@acme.test');
    await world.look(code);
    await world.push('queued@acme.test').then(leave);
    await leave(user);
    expect((await world.invitations()).map(({ state }) => state)).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
    await expect(world.look(code)).rejects.toThrow('not good any more');
    await expect(world.accept(code)).rejects.toThrow('ask your administrator for a new invitation');
    await world.deliver();
    expect(world.codesTo('queued@acme.test')).toEqual([]);
    expect((await mailRows(world.server)).at(-1)).toMatchObject({ state: 'withdrawn' });
  });

  it('B7: an old link stays dead after coming back, which brings a new one', async () => {
    const user = await world.push('jane@acme.test');
    await world.deliver();
    await world.change(user, { active: false });
    await world.change(user, { displayName: 'Jane' });
    await world.deliver();
    const [old = '', ...none] = world.codesTo('jane@acme.test');
    expect(none).toEqual([]);
    await world.change(user, { active: true });
    await world.deliver();
    const [, fresh = ''] = world.codesTo('jane@acme.test');
    await expect(world.accept(old)).rejects.toThrow('not good any more');
    await world.accept(fresh);
    // Whoever has joined is not invited again.
    await world.change(user, { active: false });
    await world.change(user, { active: true });
    expect((await world.invitations()).map(({ state }) => state)).toEqual([
      'withdrawn',
      'accepted',
    ]);
  });

  it('a local member that is deactivated', async () => {
    const member = await localMember('local@acme.test', true);
    await world.push('local@acme.test');
    const [invitation] = await world.invitations();
    expect(invitation).toMatchObject({ member_id: member.id, state: 'pending' });
    const { app } = world.server;
    await deactivateMember(app, world.context(), member.id);
    // The user of its identity provider keeps it active.
    expect(await world.invitations()).toMatchObject([{ state: 'pending' }]);
    await world.change(String(invitation?.user_id), { active: false });
    expect(await world.invitations()).toMatchObject([{ state: 'withdrawn' }]);
  });
});

describe('design.md §2: a member has one invitation, whatever the number of its users', () => {
  it('of two connections; when the user leaves that it was for, the other one gets one', async () => {
    world = await openWorld();
    const { app, organization, ownerId } = world.server;
    const context = world.context();
    const entra = { ...DEFAULT_CONNECTION, name: 'Entra' };
    const { id: connectionId } = await createConnection(app, context, entra);
    const { token } = await createToken(app, context, {
      ...{ connectionId, ownerId, name: 'entra', scopes: ['scim:write'], expiresAt: null },
    });
    await app.registry.refresh(organization.id);
    const member = await localMember('jane@acme.test', true);
    const first = await world.push('jane@acme.test');
    const second = await world.push('jane@acme.test', {}, token);
    expect(await world.memberOf(second)).toBe(member.id);
    expect(await world.invitations()).toMatchObject([{ user_id: first, state: 'pending' }]);
    await world.send('DELETE', `/Users/${first}`);
    expect(await world.invitations()).toMatchObject([
      { user_id: first, state: 'withdrawn' },
      { user_id: second, state: 'pending' },
    ]);
  });
});

describe('a changed address', () => {
  it('takes the open invitation along with a new code, and the old link is dead', async () => {
    world = await openWorld();
    const user = await world.push('jane', emails('old@acme.test'));
    await world.deliver();
    const [old = ''] = world.codesTo('old@acme.test');
    await world.change(user, emails('new@acme.test'));
    await expect(world.accept(old)).rejects.toThrow('not good any more');
    await world.deliver();
    const [fresh = ''] = world.codesTo('new@acme.test');
    expect(await world.look(fresh)).toMatchObject({ email: 'new@acme.test' });
    const [invitation] = await world.invitations();
    const types = (await eventsOf(String(invitation?.id))).map(({ type }) => type);
    expect(types).toEqual(['invitation.created', 'invitation.moved']);
    expect(await world.invitations()).toHaveLength(1);
  });
});

describe('security-cases.md B2 and B3', () => {
  it('B2: no change of a user reaches the account or the address of somebody who joined', async () => {
    world = await openWorld();
    const user = await world.push('jane', emails('jane@acme.test'));
    await world.deliver();
    await world.accept(world.codesTo('jane@acme.test')[0] ?? '');
    const before = await rowsOf(world.server, 'select * from account');
    for (const path of ['emails[primary eq true].value', 'userName']) {
      const operation = { op: 'replace', path, value: 'attacker@evil.test' };
      await world.send('PATCH', `/Users/${user}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [operation],
      });
    }
    await world.send('PUT', `/Users/${user}`, {
      schemas: [USER],
      userName: 'attacker@evil.test',
      ...emails('attacker@evil.test'),
    });
    expect(await rowsOf(world.server, 'select * from account')).toEqual(before);
    expect(await mailed()).toEqual(['jane@acme.test']);
  });

  it('B2: a local member is invited at its own address, whatever its user says', async () => {
    world = await openWorld();
    const member = await localMember('jane@acme.test', true);
    const user = await world.push('jane@acme.test');
    await world.change(user, { userName: 'other@evil.test', ...emails('other@evil.test') });
    expect(await world.invitations()).toMatchObject([
      { member_id: member.id, email: 'jane@acme.test', state: 'pending' },
    ]);
    expect(await mailed()).toEqual(['jane@acme.test']);
  });

  it('B3: an address that came by SCIM is proven by nothing but the mailbox', async () => {
    world = await openWorld();
    await world.push('jane@acme.test', { emailVerified: true });
    expect(await rowsOf(world.server, 'select * from account')).toEqual([]);
    const proven =
      "select id from member where email_proven_at is not null and email <> 'admin@acme.test'";
    expect(await rowsOf(world.server, proven)).toEqual([]);
    const unproven = await localMember('local@acme.test', false);
    const { invite } = await import('../../packages/server/src/joining/index.ts');
    await invite(world.server.app, world.context(), { email: 'local@acme.test' });
    expect(await rowsOf(world.server, proven)).toEqual([]);
    await world.deliver();
    await world.accept(world.codesTo('local@acme.test')[0] ?? '');
    expect(await rowsOf(world.server, proven)).toEqual([{ id: unproven.id }]);
  });
});

describe('C3 provisioning makes nobody an Org Admin', () => {
  it('an invitation of one waits for an Org Admin when SCIM gives it another address', async () => {
    world = await openWorld();
    const user = await world.push('boss@acme.test');
    const member = await world.memberOf(user);
    await setOrgAdmin(world.server.app, world.context(), member, true);
    await world.deliver();
    expect(world.codesTo('boss@acme.test')).toHaveLength(1);
    const emails = [{ value: 'attacker@evil.test', type: 'work', primary: true }];
    expect((await world.change(user, { emails })).status).toBe(200);
    await world.deliver();
    expect(world.codesTo('attacker@evil.test')).toEqual([]);
    expect(await world.invitations()).toMatchObject([
      { state: 'held', hold_reason: 'policy', email: 'attacker@evil.test' },
    ]);
    // Nor does it go out when the user leaves and comes back.
    const back = { active: true, emails };
    const { ownerId } = world.server;
    expect(ownerId).not.toBe(member);
    await world.change(user, { active: false });
    await world.change(user, back);
    await world.deliver();
    expect(world.codesTo('attacker@evil.test')).toEqual([]);
    expect((await world.invitations()).at(-1)).toMatchObject({ state: 'held' });
  });
});
