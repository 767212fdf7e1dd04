import { ScimError } from '@rollcall/scim';

/** Whose requests are counted. */
export interface Rated {
  readonly organizationId: string;
  readonly connectionId: string;
  /** Sustained requests a second. */
  readonly perSecond: number;
}

/** What one node has let through since it last told the others. */
export interface Spending extends Rated {
  readonly spent: number;
}

interface Bucket {
  rated: Rated;
  /** Requests that may come at once; below zero where nodes together let too many through. */
  saved: number;
  /** When `saved` was right, as `performance.now()`. */
  at: number;
  /** Let through since {@link RateLimit.collect}. */
  spent: number;
  /** Whether anybody asked since then. */
  isTouched: boolean;
}

/**
 * A token bucket for each connection: so many requests a second for long, and a burst saved up.
 * Entra ID asks for 25 a second; an assignment of a large group to an application is a burst.
 *
 * With several nodes the bucket is one that they share: each goes by what it last heard of it, and
 * tells what it took.
 */
export class RateLimit {
  readonly burst: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param burst Requests that may come at once after a pause. */
  constructor(burst: number) {
    this.burst = burst;
  }

  /**
   * Takes one request.
   *
   * @param now As `performance.now()`.
   * @throws ScimError `tooManyRequests` with Retry-After in whole seconds (Okta reads no dates).
   */
  take(rated: Rated, now: number): void {
    const bucket = this.#bucketOf(rated, now);
    const earned = (Math.max(0, now - bucket.at) / 1000) * rated.perSecond;
    bucket.saved = Math.min(this.burst, bucket.saved + earned);
    bucket.at = now;
    bucket.isTouched = true;
    if (bucket.saved < 1) throw refusal(rated.perSecond, bucket.saved);
    bucket.saved -= 1;
    bucket.spent += 1;
  }

  /** What is to be told to the other nodes; from here on it counts as told. */
  collect(): Spending[] {
    const spendings: Spending[] = [];
    for (const bucket of this.#buckets.values()) {
      if (!bucket.isTouched) continue;
      spendings.push({ ...bucket.rated, spent: bucket.spent });
      bucket.spent = 0;
      bucket.isTouched = false;
    }
    return spendings;
  }

  /** It could not be told after all. */
  putBack(spendings: readonly Spending[]): void {
    for (const { connectionId, spent } of spendings) {
      const bucket = this.#buckets.get(connectionId);
      if (bucket === undefined) continue;
      bucket.spent += spent;
      bucket.isTouched = true;
    }
  }

  /**
   * What the shared bucket held once it knew of everything this node had told.
   *
   * @param now As `performance.now()`.
   */
  hear(connectionId: string, saved: number, now: number): void {
    const bucket = this.#buckets.get(connectionId);
    if (bucket === undefined) return;
    bucket.saved = saved - bucket.spent;
    bucket.at = now;
  }

  #bucketOf(rated: Rated, now: number): Bucket {
    const known = this.#buckets.get(rated.connectionId);
    if (known !== undefined) {
      known.rated = rated;
      return known;
    }
    const bucket = { rated, saved: this.burst, at: now, spent: 0, isTouched: false };
    this.#buckets.set(rated.connectionId, bucket);
    return bucket;
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
