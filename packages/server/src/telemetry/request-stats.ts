/**
 * Counts of requests, kept as plain numbers: a counter of the metrics library costs a microsecond
 * each time, these are turned into metrics only when somebody asks.
 */

/** Upper bounds of the duration histogram, seconds. */
export const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10];

/** Methods that get a label of their own; a client can make up others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What is known of the requests to one route with one method. */
export interface RouteStats {
  readonly route: string;
  readonly method: string;
  readonly statuses: Map<number, number>;
  /** One per bucket, and one for what is slower than all; not cumulative. */
  readonly buckets: number[];
  seconds: number;
  count: number;
}

export class RequestStats {
  readonly #routes = new Map<string, Map<string, RouteStats>>();

  /** @param route A pattern from a closed set, never a path. */
  count(route: string, method: string, status: number, durationMs: number): void {
    const stats = this.#find(route, METHODS.has(method) ? method : 'OTHER');
    stats.statuses.set(status, (stats.statuses.get(status) ?? 0) + 1);
    const seconds = durationMs / 1000;
    let bucket = 0;
    while (bucket < DURATION_BUCKETS.length && seconds > Number(DURATION_BUCKETS[bucket])) {
      bucket += 1;
    }
    stats.buckets[bucket] = (stats.buckets[bucket] ?? 0) + 1;
    stats.seconds += seconds;
    stats.count += 1;
  }

  *all(): Iterable<RouteStats> {
    for (const methods of this.#routes.values()) yield* methods.values();
  }

  #find(route: string, method: string): RouteStats {
    let methods = this.#routes.get(route);
    if (methods === undefined) {
      methods = new Map();
      this.#routes.set(route, methods);
    }
    let stats = methods.get(method);
    if (stats === undefined) {
      const buckets = new Array(DURATION_BUCKETS.length + 1).fill(0);
      stats = { route, method, statuses: new Map(), buckets, seconds: 0, count: 0 };
      methods.set(method, stats);
    }
    return stats;
  }
}
