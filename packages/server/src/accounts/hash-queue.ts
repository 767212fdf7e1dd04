/**
 * Few hashes at a time: each takes 19 MiB and a core for a moment, so that guessing is dear, and many at
 * once would starve everything else (security-cases.md E9).
 */
import { UnavailableError } from '../db/index.ts';

/** Hashes in flight on this node. */
const AT_ONCE = 2;
/** Those that may wait for their turn: about two seconds. */
const WAITING = 32;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * For what costs something before its turn, such as a note of the try in the database: those who are too many
 * should cost nothing.
 *
 * @throws UnavailableError when too many wait.
 */
export function requireRoom(): void {
  if (running >= AT_ONCE && waiting.length >= WAITING) throw tooMany();
}

/** @throws UnavailableError when too many wait. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length < WAITING) await new Promise<void>((resolve) => waiting.push(resolve));
  else throw tooMany();
  try {
    return await work();
  } finally {
    // Whoever waits takes the place over, so nobody can come between.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function tooMany(): UnavailableError {
  return new UnavailableError('Too many people are signing in at this moment.');
}
