/** Somebody accepts an invitation: the link proves the mailbox, and the account its owner. */
import {
  type Account,
  accountByEmail,
  createAccount,
  hashPassword,
  linkAccount,
  startSession,
} from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import {
  endCodes,
  type InvitationRow,
  recordInvitation,
  saveInvitation,
} from '../invitations/index.ts';
import { addMember, membersByAddress, proveAddress } from '../members/index.ts';
import { giveRoles } from './give-roles.ts';
import { checkInviter } from './inviter.ts';
import { type OpenInvitation, openInvitation } from './look.ts';

export interface JoinDeps extends Core {
  /** Whether it is the account's password; counts failures and refuses who guesses. */
  provePassword(account: Account, password: string, client: Client): Promise<boolean>;
}

export interface Client {
  /** Of the network. */
  readonly address: string;
  readonly userAgent: string;
  readonly requestId?: string | undefined;
}

export interface Acceptance {
  readonly code: string;
  /** A new one where the address has no account; else the account's. */
  readonly password?: string | undefined;
  /** Of the account that asks, where it is signed in. */
  readonly accountId?: string | undefined;
  readonly client: Client;
}

export interface Joined {
  readonly organizationId: string;
  readonly memberId: string;
  readonly accountId: string;
  /** The value of the cookie, which is kept nowhere. */
  readonly cookie: string;
}

/** How it is known that the account is the person's. */
type Proof = { readonly accountId: string } | { readonly passwordHash: string };

const SYSTEM = Object.freeze({ kind: 'system', id: 'invitations' });

/**
 * Joins an account to a member, and signs it in. All of it happens, or nothing; of several at once one does.
 *
 * @throws Refusal `notFound` for a link that is not good any more; `invalid` for a password that is missing or
 *   cannot be one; `refused` for a wrong one, for an inviter who lost the right, without a seat; `conflict`
 *   where the person is a member already.
 */
export async function acceptInvitation(deps: JoinDeps, acceptance: Acceptance): Promise<Joined> {
  const { code, client } = acceptance;
  const open = await openInvitation(deps.reader, code, deps.clock().toISOString());
  // Before the unit of work, for it takes a moment; only for whoever has a link that is good.
  const proof = await prove(deps, open, acceptance);
  const { organization_id: organizationId } = open.row;
  return writeFor(deps, { organizationId }, (session) =>
    join(session, { code, proof, client, at: deps.clock().toISOString() }),
  );
}

async function prove(
  deps: JoinDeps,
  { email, organization, row }: OpenInvitation,
  { password, accountId, client }: Acceptance,
): Promise<Proof> {
  const account = await accountByEmail(deps.reader, email);
  if (account !== undefined && account.id === accountId) return { accountId };
  if (password === undefined) {
    throw new Refusal(
      'invalid',
      account === undefined
        ? 'Choose a password.'
        : `There is an account for ${email}: sign in with it, or give its password.`,
    );
  }
  if (account === undefined) {
    const words = [email, row.display_name ?? '', organization.name];
    return { passwordHash: await hashPassword(password, words) };
  }
  if (await deps.provePassword(account, password, client)) return { accountId: account.id };
  throw new Refusal('refused', 'This is not the password of the account.');
}

interface Joining {
  readonly code: string;
  readonly proof: Proof;
  readonly client: Client;
  readonly at: string;
}

async function join(session: Session, { code, proof, client, at }: Joining): Promise<Joined> {
  // Anything may have happened since it was looked at; from here on nothing does.
  const { row, email } = await openInvitation(session, code, at);
  const { organization_id: organizationId } = row;
  await checkInviter(session, organizationId, row.inviter_member_id);
  const context: ChangeContext = {
    organizationId,
    actor: SYSTEM,
    requestId: client.requestId,
    at,
  };
  const accountId =
    'accountId' in proof
      ? proof.accountId
      : await createAccount(
          session,
          { email, passwordHash: proof.passwordHash, displayName: row.display_name },
          at,
        );
  const memberId = row.member_id ?? (await becomeMember(session, context, row, email));
  const asMember: ChangeContext = { ...context, actor: { kind: 'member', id: memberId } };
  await proveAddress(session, organizationId, memberId, email, at);
  await linkAccount(session, asMember, { accountId, memberId });
  const skipped = await giveRoles(session, context, row, memberId);
  await endCodes(session, row);
  const accepted: InvitationRow = {
    ...row,
    member_id: memberId,
    account_id: accountId,
    state: 'accepted',
    ended_at: at,
  };
  await saveInvitation(session, accepted);
  await recordInvitation(session, asMember, 'accepted', accepted, {
    data: { accountId, ...(skipped.length === 0 ? {} : { skippedRoles: skipped }) },
  });
  const started = { organizationId, memberId, accountId, method: 'invitation', at } as const;
  const cookie = await startSession(session, { ...started, ...client });
  return { organizationId, memberId, accountId, cookie };
}

/** Takes a seat. @throws Refusal `conflict` where the address has become a member's meanwhile. */
async function becomeMember(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
  email: string,
): Promise<string> {
  if ((await membersByAddress(session, context.organizationId, email)).length > 0) {
    throw new Refusal(
      'conflict',
      `${email} is a member of this organisation already. If you have joined, sign in; if not, use the newest ` +
        'invitation that you have, or ask your administrator.',
    );
  }
  const { id } = await addMember(session, context, {
    email,
    displayName: row.display_name ?? undefined,
    orgAdmin: row.is_org_admin === 1,
    emailProven: true,
  });
  return id;
}
