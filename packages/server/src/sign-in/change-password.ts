/** Somebody who is signed in sets a password. */
import {
  type Credentials,
  createAccount,
  credentialsByEmail,
  credentialsOf,
  endTry,
  isProven,
  linkAccount,
  renewSession,
  type Subject,
} from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { memberById } from '../members/index.ts';
import { checkOwn } from './check-password.ts';
import { hashFor, storePassword } from './store-password.ts';
import type { SignedIn } from './who-is.ts';

export interface NewPassword {
  /** Not needed a moment after an Org Admin came in by a link of the operator. */
  readonly old?: string | undefined;
  readonly fresh: string;
  /** Where it comes from. */
  readonly client: string;
}

/**
 * Sets the password, ends every other session of the account, and gives this one another cookie.
 *
 * @returns The value of the cookie.
 * @throws Refusal `invalid` when it is easily guessed; `refused` when the old one is wrong or missing;
 *   TooManyTriesError, UnavailableError.
 */
export async function changePassword(
  core: Core,
  who: SignedIn,
  context: ChangeContext,
  given: NewPassword,
): Promise<string> {
  const { reader } = core;
  const { accountId, session: current } = who;
  const byLink = current.method === 'admin-link' && isProven(current, context.at);
  if (accountId === null) return firstPassword(core, who, context, { ...given, byLink });
  const credentials = await credentialsOf(reader, accountId);
  if (credentials === undefined) throw new Refusal('notFound', 'The account is gone.');
  // The new one first: who types the right old one has not failed, whatever is wrong with the new one.
  const hash = await hashFor(core, who.organizationId, credentials, given.fresh);
  const counted = byLink ? [] : await checkOld(core, credentials, given);
  const stored = { credentials, hash, counted };
  return writeFor(core, context, (session) => store(session, context, who, stored));
}

/** @returns What the try was counted for. */
async function checkOld(
  core: Core,
  credentials: Credentials,
  { old, client }: NewPassword,
): Promise<readonly Subject[]> {
  if (credentials.passwordHash === null) {
    throw new Refusal(
      'refused',
      'You have no password yet. Sign out and choose "Forgot password": a link to set one is mailed to you.',
    );
  }
  if (old === undefined) throw new Refusal('refused', 'Give the old password, too.');
  return checkOwn(core, credentials, { password: old, client });
}

interface Stored {
  readonly credentials: Credentials;
  readonly hash: string;
  readonly counted: readonly Subject[];
}

async function store(
  session: Session,
  context: ChangeContext,
  { memberId, session: current }: SignedIn,
  { credentials, hash, counted }: Stored,
): Promise<string> {
  const except = current.digest;
  const type = 'account.password_changed';
  await endTry(session, counted, context.at);
  await storePassword(session, context, { credentials, hash, memberId, type, except });
  const own = { ...current, account_id: credentials.id };
  const value = await renewSession(session, own, context.at);
  if (value === undefined) throw new Refusal('refused', 'You were signed out meanwhile.');
  return value;
}

/**
 * For an Org Admin who came in by a link and has no account: the operator, who made the link, vouches for
 * the address. Where that has an account already, its password is needed: a link into one organisation
 * must not open the others.
 */
async function firstPassword(
  core: Core,
  who: SignedIn,
  context: ChangeContext,
  given: NewPassword & { readonly byLink: boolean },
): Promise<string> {
  const { organizationId, memberId } = who;
  if (!given.byLink) throw new Refusal('refused', 'The link was too long ago. Ask for a new one.');
  const { email, displayName } = await ownAddress(core, who);
  const present = await credentialsByEmail(core.reader, email);
  const hash = await hashFor(core, organizationId, { email, displayName }, given.fresh);
  const counted = present === undefined ? [] : await checkOld(core, present, given);
  return writeFor(core, context, async (session) => {
    let credentials = present;
    if (credentials === undefined) {
      const account = { email, passwordHash: null, displayName };
      const id = await createAccount(session, account, context.at);
      credentials = { id, email, displayName, passwordHash: null };
    }
    await linkAccount(session, context, { accountId: credentials.id, memberId });
    return store(session, context, who, { credentials, hash, counted });
  });
}

async function ownAddress(
  { reader }: Core,
  { organizationId, memberId }: SignedIn,
): Promise<{ readonly email: string; readonly displayName: string | null }> {
  const { email, displayName, local } = await memberById(reader, organizationId, memberId);
  if (email !== null && local) return { email, displayName };
  throw new Refusal(
    'refused',
    'This member has no address of its own, only what its identity provider says, and cannot have a password.',
  );
}
