/** security-cases.md §3 Invitations: each clause of the row. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../packages/server/src/accounts/index.ts';
import {
  makeInvitationLink,
  resendInvitation,
  withdrawInvitation,
} from '../../packages/server/src/invitations/index.ts';
import { invite } from '../../packages/server/src/joining/index.ts';
import {
  createMember,
  deactivateMember,
  setOrgAdmin,
} from '../../packages/server/src/members/index.ts';
import { setSeats, setSuspended } from '../../packages/server/src/organizations/index.ts';
import {
  deleteEntryPoint,
  listGrants,
  putEntryPoints,
} from '../../packages/server/src/permissions/index.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { placesWith, rowsOf } from '../support/rows.ts';
import { DAY_MS, openWorld, PASSWORD, type World } from './support.ts';

const OTHER_PASSWORD = 'another long enough password';
const JANE = 'jane@acme.test';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(async () => {
  expect(await brokenInvariants(world.server)).toEqual([]);
  await world.close();
});

/** Pushes somebody and returns the code of their mail. */
async function invited(address = JANE): Promise<string> {
  await world.push(address);
  await world.deliver();
  return world.codesTo(address).at(-1) ?? '';
}
const onlyId = async () => String((await world.invitations())[0]?.id);
const accounts = () =>
  rowsOf<{ id: string; email: string; password_hash: string }>(
    world.server,
    'select id, email, password_hash from account order by id',
  );
const members = () => rowsOf<{ id: string }>(world.server, 'select id from member order by id');
const sessions = () => rowsOf(world.server, 'select * from session');
/** An account that was there before, of somebody who knows its password. */
async function accountOf(email: string, password: string | null): Promise<string> {
  const { hashPassword } = await import('../../packages/server/src/accounts/index.ts');
  const passwordHash = password === null ? null : await hashPassword(password);
  const { app, organization } = world.server;
  return app.writer.write(organization.id, (session) =>
    createAccount(session, { email, passwordHash, displayName: null }, app.clock().toISOString()),
  );
}
/** An Org Admin of the organisation, who invites. */
async function orgAdmin(email: string) {
  const { id } = await createMember(world.server.app, world.context(), {
    ...{ email, orgAdmin: true, emailProven: true },
  });
  return { id, context: () => world.context({ kind: 'member', id }) };
}
const GONE = 'This link is not good any more';

describe('walkthrough 4.1: accepting it sets up their sign-in', () => {
  it('a new password makes an account, linked to the member, and a session', async () => {
    const code = await invited();
    expect(await world.look(code)).toEqual({
      organization: { name: 'Acme', slug: 'acme' },
      email: JANE,
      displayName: null,
      invitedBy: 'The identity provider "Default"',
      expiresAt: new Date(world.clock.now + 7 * DAY_MS).toISOString(),
      needs: 'newAccount',
      singleSignOn: null,
    });
    await expect(world.accept(code, { password: undefined })).rejects.toThrow('Choose a password');
    await expect(world.accept(code, { password: 'too short' })).rejects.toThrow('at least 15');
    const joined = await world.accept(code);
    const [account] = await accounts();
    expect(account).toMatchObject({ id: joined.accountId, email: JANE });
    expect(account?.password_hash).toMatch(/^\$argon2id\$/);
    expect(await rowsOf(world.server, 'select * from account_member')).toMatchObject([
      { account_id: joined.accountId, member_id: joined.memberId },
    ]);
    expect(await sessions()).toMatchObject([{ member_id: joined.memberId, method: 'invitation' }]);
    expect(await world.invitations()).toMatchObject([
      { state: 'accepted', account_id: joined.accountId },
    ]);
    const recorded = await rowsOf(
      world.server,
      "select actor from event where type = 'invitation.accepted'",
    );
    expect(recorded).toEqual([{ actor: `member:${joined.memberId}` }]);
  });
});

describe('security-cases.md §3 Invitations: the token', () => {
  it('≥ 128 bit, and kept as a hash alone', async () => {
    const code = await invited();
    expect(code).toMatch(/^rcinv_[0-9a-z]{10}_[A-Za-z0-9_-]{32}$/);
    expect(await placesWith(world.server, code.slice(-32))).toEqual([]);
    const joined = await world.accept(code);
    expect(await placesWith(world.server, joined.cookie)).toEqual([]);
    expect(await placesWith(world.server, PASSWORD)).toEqual([]);
  });

  it('7-day expiry, to the millisecond', async () => {
    const code = await invited();
    world.clock.now += 7 * DAY_MS - 1;
    await world.look(code);
    world.clock.now += 1;
    await expect(world.look(code)).rejects.toThrow(GONE);
    await expect(world.accept(code)).rejects.toThrow(GONE);
    expect(await accounts()).toEqual([]);
  });

  it('RapidPro #615: single use', async () => {
    const code = await invited();
    await world.accept(code);
    await expect(world.look(code)).rejects.toThrow(GONE);
    await expect(world.accept(code)).rejects.toThrow(GONE);
    expect(await sessions()).toHaveLength(1);
  });

  it('a new one on each re-send, and the old one dies', async () => {
    const old = await invited();
    await resendInvitation(world.server.app, world.context(), await onlyId());
    await expect(world.accept(old)).rejects.toThrow(GONE);
    await world.deliver();
    const [, fresh = ''] = world.codesTo(JANE);
    expect(fresh).not.toBe(old);
    await world.accept(fresh);
  });

  it('a re-send before the first mail went out sends one mail, not two', async () => {
    await world.push(JANE);
    await resendInvitation(world.server.app, world.context(), await onlyId());
    await world.deliver();
    expect(world.codesTo(JANE)).toHaveLength(1);
    await world.accept(world.codesTo(JANE)[0] ?? '');
  });

  it('one that is withdrawn is dead, and a link that is made later kills those before', async () => {
    const code = await invited();
    const { app } = world.server;
    const url = 'https://join.test';
    const made = await makeInvitationLink(app, world.context(), await onlyId(), url);
    await expect(world.accept(code)).rejects.toThrow(GONE);
    const [, handed = ''] = made.link.split('/join#');
    await world.look(handed);
    await withdrawInvitation(app, world.context(), await onlyId());
    await expect(world.accept(handed)).rejects.toThrow(GONE);
  });

  it('anything that was never a code, and one with a letter changed, is answered the same', async () => {
    const code = await invited();
    const foreign = await world.server.addTenant({ name: 'Other' });
    const other = code.replace(world.server.organization.id, foreign.organization.id);
    const last = code.endsWith('A') ? 'B' : 'A';
    for (const wrong of ['', 'x', `${code}x`, code.slice(0, -1), code.slice(0, -1) + last, other]) {
      await expect(world.look(wrong)).rejects.toThrow(GONE);
      await expect(world.accept(wrong)).rejects.toThrow(GONE);
    }
    await world.accept(code);
  });

  it('a suspended organisation takes nobody in', async () => {
    const code = await invited();
    await setSuspended(world.server.app, world.context(), true);
    await expect(world.accept(code)).rejects.toThrow(GONE);
    await setSuspended(world.server.app, world.context(), false);
    await world.accept(code);
  });
});

describe('security-cases.md §3 Invitations: the account', () => {
  it('blocks-os #352: the link alone sets no password of an account that is there', async () => {
    const account = await accountOf(JANE, OTHER_PASSWORD);
    const [before] = await accounts();
    const code = await invited();
    expect(await world.look(code)).toMatchObject({ needs: 'signIn' });
    await expect(world.accept(code, { password: undefined })).rejects.toThrow('sign in with it');
    await expect(world.accept(code)).rejects.toThrow('password is wrong');
    expect(await accounts()).toEqual([before]);
    expect(await sessions()).toEqual([]);
    const joined = await world.accept(code, { password: OTHER_PASSWORD });
    expect(joined.accountId).toBe(account);
    expect(await accounts()).toEqual([before]);
  });

  it('better-auth #9577 and clevis #217: another account cannot accept, only that of the address', async () => {
    const account = await accountOf(JANE.toUpperCase(), OTHER_PASSWORD);
    const stranger = await accountOf('stranger@evil.test', PASSWORD);
    const code = await invited();
    await expect(world.accept(code, { accountId: stranger, password: undefined })).rejects.toThrow(
      'sign in with it',
    );
    const joined = await world.accept(code, { accountId: account, password: undefined });
    expect(joined.accountId).toBe(account);
  });

  it('an account that has no password, since it signs in elsewhere, gets none by the link', async () => {
    const account = await accountOf(JANE, null);
    const code = await invited();
    await expect(world.accept(code)).rejects.toThrow('password is wrong');
    expect(await accounts()).toMatchObject([{ id: account, password_hash: null }]);
    await world.accept(code, { accountId: account, password: undefined });
  });

  it('an account that is another member of the organisation is not made this one too', async () => {
    await world.close();
    world = await openWorld({ invitations: 'send', linkPolicy: 'never' });
    const first = await world.accept(await invited());
    await world.push('jane-2', { emails: [{ value: JANE }] });
    await world.deliver();
    const second = world.codesTo(JANE)[1] ?? '';
    const { accountId, memberId } = first;
    await expect(world.accept(second, { accountId })).rejects.toThrow('another member');
    const links = await rowsOf(world.server, 'select account_id, member_id from account_member');
    expect(links).toEqual([{ account_id: accountId, member_id: memberId }]);
  });

  it('two parallel accepts: one membership, one account, one session', async () => {
    const code = await invited();
    const tries = await Promise.allSettled([
      world.accept(code),
      world.accept(code, { password: OTHER_PASSWORD }),
      world.accept(code),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await accounts()).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
    expect(await rowsOf(world.server, 'select * from account_member')).toHaveLength(1);
  });

  it('two parallel accepts of somebody who is no member yet: one member', async () => {
    await invite(world.server.app, world.context(), { email: JANE });
    await world.deliver();
    const code = world.codesTo(JANE)[0] ?? '';
    const before = (await members()).length;
    const tries = await Promise.allSettled([world.accept(code), world.accept(code)]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await members()).toHaveLength(before + 1);
  });
});

describe('security-cases.md §3 Invitations: bound to tenant, address and role', () => {
  it('Shelf #2877: what is shown is what is accepted, of two in one mailbox', async () => {
    const other = await world.server.addTenant({
      name: 'Other',
      connection: { invitations: 'send' },
    });
    await world.push(JANE);
    await world.push(JANE, {}, other.token);
    await world.deliver();
    // Which of the two came first is chance; that it makes the account is not.
    for (const [index, code] of world.codesTo(JANE).entries()) {
      const { organization, needs } = await world.look(code);
      const joined = await world.accept(code);
      const expected = organization.slug === 'other' ? other : world.server;
      expect(joined.organizationId).toBe(expected.organization.id);
      expect(needs).toBe(index === 0 ? 'newAccount' : 'signIn');
    }
    expect(await accounts()).toHaveLength(1);
    expect(await rowsOf(world.server, 'select * from account_member')).toHaveLength(2);
  });

  it('C1: the roles and Org Admin of the invitation, no others, given when it is accepted', async () => {
    const { app, organization } = world.server;
    await putEntryPoints(app, world.context(), [
      { key: 'billing', name: 'Billing' },
      { key: 'gone', name: 'Gone' },
      { key: 'other', name: 'Other' },
    ]);
    const admin = await orgAdmin('boss@acme.test');
    await invite(app, admin.context(), {
      email: JANE,
      orgAdmin: true,
      roles: [
        { entryPoint: 'billing', role: 'reporter' },
        { entryPoint: 'gone', role: 'admin' },
      ],
    });
    expect(await listGrants(app.reader, organization.id)).toEqual([]);
    // An entry point that takes the place of one that was deleted gives nothing.
    await deleteEntryPoint(app, world.context(), 'gone');
    await putEntryPoints(app, world.context(), [{ key: 'gone', name: 'Gone' }]);
    await world.deliver();
    const { memberId } = await world.accept(world.codesTo(JANE)[0] ?? '');
    expect(await listGrants(app.reader, organization.id)).toMatchObject([
      { entryPoint: 'billing', role: 'reporter', subject: { kind: 'member', id: memberId } },
    ]);
    const [accepted] = await rowsOf<{ data: string }>(
      world.server,
      "select data from event where type = 'invitation.accepted'",
    );
    expect(JSON.parse(accepted?.data ?? '')).toMatchObject({
      skippedRoles: [{ entryPoint: 'gone' }],
    });
    expect(
      await rowsOf(
        world.server,
        `select is_org_admin, email_proven_at from member where id = '${memberId}'`,
      ),
    ).toEqual([{ is_org_admin: 1, email_proven_at: expect.any(String) }]);
  });

  it("C1: the inviter's present rights: who is no Org Admin any more gives nothing", async () => {
    const { app } = world.server;
    const admin = await orgAdmin('boss@acme.test');
    await invite(app, admin.context(), { email: JANE, orgAdmin: true });
    await world.deliver();
    const code = world.codesTo(JANE)[0] ?? '';
    await setOrgAdmin(app, world.context(), admin.id, false);
    await expect(world.accept(code)).rejects.toThrow('no Org Admin any more');
    expect(await accounts()).toEqual([]);
    await expect(invite(app, admin.context(), { email: 'x@acme.test' })).rejects.toThrow(
      'no Org Admin any more',
    );
    // Another Org Admin who sends it again vouches for it.
    const second = await orgAdmin('second@acme.test');
    await resendInvitation(app, second.context(), await onlyId());
    await world.deliver();
    await world.accept(world.codesTo(JANE)[1] ?? '');
  });

  it('revoked when the inviter is removed', async () => {
    const { app } = world.server;
    const admin = await orgAdmin('boss@acme.test');
    await invite(app, admin.context(), { email: JANE });
    await world.deliver();
    await deactivateMember(app, world.context(), admin.id);
    expect(await world.invitations()).toMatchObject([{ state: 'withdrawn' }]);
    await expect(world.accept(world.codesTo(JANE)[0] ?? '')).rejects.toThrow(GONE);
  });

  it('a seat is taken when it is accepted; without one nothing happens, and it can be tried again', async () => {
    const { app } = world.server;
    await invite(app, world.context(), { email: JANE });
    await world.deliver();
    const code = world.codesTo(JANE)[0] ?? '';
    await setSeats(app, world.context(), 1);
    await expect(world.accept(code)).rejects.toThrow('All 1 seats');
    expect(await accounts()).toEqual([]);
    await setSeats(app, world.context(), 2);
    await world.accept(code);
  });

  it('somebody who became a member meanwhile is told so, and is not made two', async () => {
    const { app } = world.server;
    await invite(app, world.context(), { email: JANE });
    await world.deliver();
    await world.push(JANE);
    await expect(world.accept(world.codesTo(JANE)[0] ?? '')).rejects.toThrow(
      'member of this organisation already',
    );
    await world.deliver();
    await world.accept(world.codesTo(JANE)[1] ?? '');
  });
});

describe('single sign-on as the only way in', () => {
  it('no link and no password of ours lets anybody in; the invitation stays open', async () => {
    const code = await invited();
    await world.server.app.writer.write(world.server.organization.id, (session) =>
      session.dynamic(
        {
          sql: `insert into sso_provider (organization_id, id, name, issuer, client_id, subject_claim, is_enabled,
              is_required, honours_session_expiry, created_at)
            select id, 'p1', 'Okta', 'https://acme.okta.test', 'rollcall', 'sub', 1, 1, 0, created_at
            from organization returning id`,
          parameters: [],
        },
        world.server.organization.id,
      ),
    );
    await expect(world.accept(code)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Okta alone'),
    });
    expect(await accounts()).toEqual([]);
    expect(await sessions()).toEqual([]);
    expect(await world.invitations()).toMatchObject([{ state: 'pending' }]);
  });
});
