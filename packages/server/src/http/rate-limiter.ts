/**
 * A token bucket for each connection. An identity provider that assigns a group sends thousands of
 * requests at once and then little, so what it did not use is saved up to a burst.
 */
interface Bucket {
  /** Requests that may be sent at once. */
  level: number;
  /** When the level was right, milliseconds. */
  at: number;
}

export class RateLimiter {
  readonly #burst: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param burst Requests that one connection may send at once. */
  constructor(burst: number) {
    this.#burst = burst;
  }

  /**
   * Takes one request.
   *
   * @param perSecond Sustained rate of this connection.
   * @param now Milliseconds of a clock that never goes back.
   * @returns 0, or the whole seconds after which one is allowed again.
   */
  take(connectionId: string, perSecond: number, now: number): number {
    const burst = Math.max(this.#burst, 1);
    const bucket = this.#buckets.get(connectionId);
    if (bucket === undefined) {
      this.#buckets.set(connectionId, { level: burst - 1, at: now });
      return 0;
    }
    bucket.level = Math.min(burst, bucket.level + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.level < 1) return Math.ceil((1 - bucket.level) / perSecond);
    bucket.level -= 1;
    return 0;
  }
}
