/** Comparing a password that somebody typed, with all that makes guessing slow. */
import {
  beginTry,
  type Credentials,
  forgetTry,
  requireRoom,
  type Subject,
  subjectsOf,
  verifyPassword,
} from '../accounts/index.ts';
import { type Core, Refusal } from '../core.ts';
import { UnavailableError } from '../db/index.ts';

/** The address or the password is wrong, or leads nowhere: which of them is not told. */
export class WrongCredentialsError extends Error {
  override readonly name = 'WrongCredentialsError';
  constructor() {
    super('The address or the password is wrong.');
  }
}

/** Somebody who is signed in typed another password than their own. */
export class WrongPasswordError extends Refusal {
  constructor() {
    super('refused', 'The password is wrong.');
  }
}

export interface Typed {
  readonly email: string;
  readonly password: string;
  /** Where it comes from. */
  readonly client: string;
}

export interface Checked {
  /** Whether the password should be hashed anew. */
  readonly isOutdated: boolean;
  /** What the try was counted for. */
  readonly counted: readonly Subject[];
}

/**
 * The try counts as a failure until `endTry`, which the caller calls in the unit of work that it was for.
 *
 * @param credentials Undefined for an address that nobody has.
 * @throws WrongCredentialsError, TooManyTriesError.
 * @throws UnavailableError when too many sign in at once; then it is no failure.
 */
export async function checkTyped(
  core: Core,
  credentials: Credentials | undefined,
  { email, password, client }: Typed,
): Promise<Checked> {
  requireRoom();
  const counted = await beginTry(core, subjectsOf(email, client), client);
  try {
    const { matches, isOutdated } = await verifyPassword(password, credentials?.passwordHash);
    if (!matches) throw new WrongCredentialsError();
    return { isOutdated, counted };
  } catch (error) {
    if (error instanceof UnavailableError) await forgetTry(core, counted);
    throw error;
  }
}

/**
 * The same for somebody who is signed in, whose address is known.
 *
 * @returns What the try was counted for.
 * @throws WrongPasswordError, TooManyTriesError, UnavailableError.
 */
export async function checkOwn(
  core: Core,
  credentials: Credentials,
  typed: Omit<Typed, 'email'>,
): Promise<readonly Subject[]> {
  try {
    const { counted } = await checkTyped(core, credentials, { email: credentials.email, ...typed });
    return counted;
  } catch (error) {
    if (!(error instanceof WrongCredentialsError)) throw error;
    throw new WrongPasswordError();
  }
}
