/** Pause before the second attempt, milliseconds; twice as long before each further one. */
const FIRST_MS = 30_000;
const LONGEST_MS = 6 * 3_600_000;
/** How long a mail is tried, milliseconds since it was queued. */
const GIVE_UP_MS = 3 * 86_400_000;
/** Share of a pause by which it may be longer: mails that failed together do not come back together. */
const JITTER = 0.25;

/**
 * How long to wait after an attempt that failed, milliseconds.
 *
 * @param attempts Including that one. @param random From 0 to 1.
 */
export function pauseAfter(attempts: number, random: number): number {
  const pause = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS);
  return Math.round(Math.min(pause * (1 + JITTER * random), LONGEST_MS));
}

/** Whether a mail whose attempt failed is not tried again. Each is tried once at least. */
export function isGivenUp(queuedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(queuedAt) >= GIVE_UP_MS;
}
