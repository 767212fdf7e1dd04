import { argon2Hash, argon2Matches, isOutdated } from './argon2.ts';
import { inTurn } from './hash-queue.ts';
import { checkPassword, PASSWORD_BYTES_MAX } from './password-policy.ts';

export interface Verdict {
  readonly matches: boolean;
  /** It matches, and should be hashed anew: more is asked for today. */
  readonly isOutdated: boolean;
}

const NO = Object.freeze({ matches: false, isOutdated: false });

/** Of a text that nobody has; made once, for addresses without an account. */
let dummy: Promise<string> | undefined;

/**
 * The hash of a new password. Outside a unit of work: it takes a moment.
 *
 * @param words What the password may not be made of: the person's address, the organisation's name.
 * @returns A PHC string.
 * @throws Refusal `invalid` when it is too short, too long or easily guessed.
 * @throws UnavailableError when too many wait for theirs.
 */
export async function hashPassword(text: string, words: readonly string[] = []): Promise<string> {
  await checkPassword(text, words);
  return inTurn(() => argon2Hash(text));
}

/** The same for one that was right and whose hash {@link Verdict.isOutdated}. */
export function rehashPassword(text: string): Promise<string> {
  return inTurn(() => argon2Hash(text));
}

/**
 * Whether a password is the one; takes the same time where there is none to compare with.
 *
 * @param phc Undefined for an unknown address, null for an account without a password.
 * @throws UnavailableError when too many wait for theirs.
 */
export async function verifyPassword(
  text: string,
  phc: string | null | undefined,
): Promise<Verdict> {
  if (Buffer.byteLength(text) > PASSWORD_BYTES_MAX) return NO;
  return inTurn(async () => {
    dummy ??= argon2Hash('');
    const compared = phc ?? (await dummy);
    const matches = (await argon2Matches(text, compared)) && phc === compared;
    return matches ? { matches, isOutdated: isOutdated(compared) } : NO;
  });
}
