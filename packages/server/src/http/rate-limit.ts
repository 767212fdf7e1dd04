import { ScimError } from '@rollcall/scim';

interface Bucket {
  /** Requests that may come at once. */
  saved: number;
  /** When `saved` was right, milliseconds. */
  at: number;
}

/**
 * A token bucket for each connection: so many requests a second for long, and a burst saved up.
 * Entra ID asks for 25 a second; an assignment of a large group to an application is a burst.
 */
export class RateLimit {
  readonly #burst: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param burst Requests that may come at once after a pause. */
  constructor(burst: number) {
    this.#burst = burst;
  }

  /**
   * Takes one request.
   *
   * @param perSecond Sustained rate of this connection.
   * @param now Milliseconds.
   * @throws ScimError `tooManyRequests` with Retry-After in whole seconds (Okta reads no dates).
   */
  take(connectionId: string, perSecond: number, now: number): void {
    const bucket = this.#buckets.get(connectionId);
    if (bucket === undefined) {
      this.#buckets.set(connectionId, { saved: this.#burst - 1, at: now });
      return;
    }
    const earned = (Math.max(0, now - bucket.at) / 1000) * perSecond;
    bucket.saved = Math.min(this.#burst, bucket.saved + earned);
    bucket.at = now;
    if (bucket.saved < 1) throw refusal(perSecond, bucket.saved);
    bucket.saved -= 1;
  }
}

function refusal(perSecond: number, saved: number): ScimError {
  const seconds = Math.max(1, Math.ceil((1 - saved) / perSecond));
  return new ScimError(
    'tooManyRequests',
    `This connection is over ${perSecond} requests a second. Try again in ${seconds} s.`,
    { headers: { 'Retry-After': String(seconds) } },
  );
}
