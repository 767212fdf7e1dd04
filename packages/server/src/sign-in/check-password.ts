/** Comparing a password that somebody typed, with all that makes guessing slow. */
import {
  beginTry,
  type Credentials,
  forgetTry,
  type Subject,
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

export interface Typed {
  readonly password: string;
  /** Of `subjectsOf`. */
  readonly subjects: readonly Subject[];
  /** Where it comes from. */
  readonly client: string;
}

/**
 * The try counts as a failure until `endTry`, which the caller calls in the unit of work that it was for.
 *
 * @param credentials Undefined for an address that nobody has.
 * @returns Whether the password should be hashed anew.
 * @throws WrongCredentialsError, TooManyTriesError.
 * @throws UnavailableError when too many sign in at once; then it is no failure.
 */
export async function checkTyped(
  core: Core,
  credentials: Credentials | undefined,
  { password, subjects, client }: Typed,
): Promise<{ readonly isOutdated: boolean }> {
  await beginTry(core, subjects, client);
  try {
    const { matches, isOutdated } = await verifyPassword(password, credentials?.passwordHash);
    if (!matches) throw new WrongCredentialsError();
    return { isOutdated };
  } catch (error) {
    if (error instanceof UnavailableError) await forgetTry(core, subjects);
    throw error;
  }
}

/** The same for somebody who is signed in, whose address is known. @throws Refusal `refused` in place. */
export async function checkOwn(core: Core, credentials: Credentials, typed: Typed): Promise<void> {
  try {
    await checkTyped(core, credentials, typed);
  } catch (error) {
    if (error instanceof WrongCredentialsError)
      throw new Refusal('refused', 'The password is wrong.');
    throw error;
  }
}
