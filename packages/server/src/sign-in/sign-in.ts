/** Signing in with an address and a password. */
import {
  type Credentials,
  credentialsByEmail,
  endTry,
  rehashPassword,
  type Subject,
  setPassword,
  startSession,
} from '../accounts/index.ts';
import { type Core, writeFor } from '../core.ts';
import { EVERYBODY, UnavailableError } from '../db/index.ts';
import { isMemberActive } from '../members/index.ts';
import { refuseWithoutSso } from '../single-sign-on/index.ts';
import { checkTyped, WrongCredentialsError } from './check-password.ts';
import { refuseSuspended, type WayIn, waysIn, wayTo } from './ways-in.ts';

/** Where a request came from. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
}

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** Short name or id, for people in several. */
  readonly organization?: string | undefined;
  readonly client: Client;
  readonly requestId: string;
}

export type SignInResult =
  /** The value of the cookie, and where it leads. */
  | { readonly kind: 'signedIn'; readonly value: string; readonly way: WayIn }
  /** Nobody is signed in yet: ask which, and come again with it. */
  | { readonly kind: 'choose'; readonly ways: readonly WayIn[] };

/**
 * @throws WrongCredentialsError also for those who may sign in nowhere: nobody learns who has an account.
 * @throws TooManyTriesError, UnavailableError; Refusal `refused` for a suspended organisation.
 */
export async function signIn(core: Core, given: SignIn): Promise<SignInResult> {
  const { email, password, client } = given;
  const credentials = await credentialsByEmail(core.reader, email);
  const typed = { email, password, client: client.address };
  const { isOutdated, counted } = await checkTyped(core, credentials, typed);
  if (credentials === undefined) throw new WrongCredentialsError();
  const ways = await waysIn(core.reader, credentials.id);
  const way = given.organization === undefined ? onlyOne(ways) : wayTo(ways, given.organization);
  if (ways.length === 0) throw new WrongCredentialsError();
  if (way === undefined) {
    const at = core.clock().toISOString();
    await core.writer.write(EVERYBODY, (session) => endTry(session, counted, at));
    return { kind: 'choose', ways };
  }
  refuseSuspended(way);
  const hash = isOutdated ? await freshHash(password, credentials) : credentials.passwordHash;
  const value = await enter(core, given, { way, credentials, hash, counted });
  return { kind: 'signedIn', value, way };
}

interface Entry {
  readonly way: WayIn;
  readonly credentials: Credentials;
  readonly hash: string | null;
  readonly counted: readonly Subject[];
}

/**
 * Somebody may have been deactivated, or have got another password, or single sign-on become the only way in,
 * while the hash was made.
 */
function enter(
  core: Core,
  { client, requestId }: SignIn,
  { way, credentials, hash, counted }: Entry,
): Promise<string> {
  const { organizationId, memberId } = way;
  const at = core.clock().toISOString();
  return writeFor(core, way, async (session) => {
    await refuseWithoutSso(session, organizationId);
    const isSame = hash !== null && (await setPassword(session, credentials, hash));
    if (!isSame || !(await isMemberActive(session, organizationId, memberId))) {
      throw new WrongCredentialsError();
    }
    await endTry(session, counted, at);
    return startSession(session, {
      organizationId,
      memberId,
      accountId: credentials.id,
      method: 'password',
      at,
      ...client,
      requestId,
    });
  });
}

/** What was right stays right when too many sign in for it to be hashed anew. */
function freshHash(password: string, { passwordHash }: Credentials): Promise<string | null> {
  return rehashPassword(password).catch((error: unknown) => {
    if (error instanceof UnavailableError) return passwordHash;
    throw error;
  });
}

function onlyOne(ways: readonly WayIn[]): WayIn | undefined {
  return ways.length === 1 ? ways[0] : undefined;
}
