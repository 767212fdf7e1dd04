/** Somebody accepts an invitation: the link proves the mailbox, and the account its owner. */
import {
  type Credentials,
  createAccount,
  credentialsByEmail,
  endTry,
  hashPassword,
  linkAccount,
  type Subject,
  setPassword,
} from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { InvitationRow } from '../invitations/index.ts';
import { type Client, checkTyped } from '../sign-in/index.ts';
import { refuseWithoutSso } from '../single-sign-on/index.ts';
import { join } from './join.ts';
import { type OpenInvitation, openInvitation } from './look.ts';

export interface Acceptance {
  readonly code: string;
  /** A new one where the address has no account; else the account's. */
  readonly password?: string | undefined;
  /** Of the account that asks, where it is signed in. */
  readonly accountId?: string | undefined;
  readonly client: Client;
  readonly requestId?: string | undefined;
}

export interface Joined {
  readonly organizationId: string;
  readonly memberId: string;
  readonly accountId: string;
  /** The value of the cookie, which is kept nowhere. */
  readonly cookie: string;
}

/** How it is known that the account is the person's. */
type Proof =
  | { readonly kind: 'new'; readonly passwordHash: string }
  | { readonly kind: 'session'; readonly accountId: string }
  | {
      readonly kind: 'password';
      readonly credentials: Credentials;
      /** What the try was counted for. */
      readonly counted: readonly Subject[];
    };

/**
 * Joins an account to a member, and signs it in. All of it happens, or nothing; of several at once one does.
 *
 * @throws Refusal `notFound` for a link that is not good any more; `invalid` for a password that is missing or
 *   cannot be one; `refused` for an inviter who lost the right, without a seat, or where people sign in by
 *   their identity provider alone; `conflict` where the person is a member already.
 * @throws WrongCredentialsError, TooManyTriesError, UnavailableError as signing in does.
 */
export async function acceptInvitation(core: Core, acceptance: Acceptance): Promise<Joined> {
  const at = core.clock().toISOString();
  const open = await openInvitation(core.reader, acceptance.code, at);
  const { organization_id: organizationId } = open.row;
  await refuseWithoutSso(core.reader, organizationId);
  // Before the unit of work, for it takes a moment; only for whoever has a link that is good.
  const proof = await prove(core, open, acceptance);
  return writeFor(core, { organizationId }, (session) =>
    joinAccount(session, acceptance, proof, core.clock().toISOString()),
  );
}

async function prove(
  core: Core,
  { email, organization, row }: OpenInvitation,
  { password, accountId, client }: Acceptance,
): Promise<Proof> {
  const credentials = await credentialsByEmail(core.reader, email);
  if (credentials !== undefined && credentials.id === accountId) {
    return { kind: 'session', accountId };
  }
  if (password === undefined) {
    throw new Refusal(
      'invalid',
      credentials === undefined
        ? 'Choose a password.'
        : `There is an account for ${email}: sign in with it, or give its password.`,
    );
  }
  if (credentials === undefined) {
    const words = [email, row.display_name ?? '', organization.name];
    return { kind: 'new', passwordHash: await hashPassword(password, words) };
  }
  const typed = { email, password, client: client.address };
  const { counted } = await checkTyped(core, credentials, typed);
  return { kind: 'password', credentials, counted };
}

/** Anything may have happened since it was looked at; from here on nothing does. */
async function joinAccount(
  session: Session,
  { code, client, requestId }: Acceptance,
  proof: Proof,
  at: string,
): Promise<Joined> {
  const open = await openInvitation(session, code, at);
  const { organization_id: organizationId } = open.row;
  await refuseWithoutSso(session, organizationId);
  const accountId = await accountOf(session, open.row, open.email, proof, at);
  const joined = await join(
    session,
    open,
    { client, requestId, at },
    {
      link: (context, memberId) => linkAccount(session, context, { accountId, memberId }),
      data: { accountId },
      session: { accountId, method: 'invitation' },
    },
  );
  return { organizationId, accountId, ...joined };
}

/** @throws Refusal `conflict` when the address has got an account, or the account another password, meanwhile. */
async function accountOf(
  session: Session,
  { display_name: displayName }: InvitationRow,
  email: string,
  proof: Proof,
  at: string,
): Promise<string> {
  switch (proof.kind) {
    case 'session':
      return proof.accountId;
    case 'new':
      return createAccount(session, { email, passwordHash: proof.passwordHash, displayName }, at);
    case 'password': {
      const { credentials, counted } = proof;
      const { passwordHash } = credentials;
      if (passwordHash === null || !(await setPassword(session, credentials, passwordHash))) {
        throw new Refusal('conflict', 'The password was changed at this moment. Try again.');
      }
      await endTry(session, counted, at);
      return credentials.id;
    }
  }
}
