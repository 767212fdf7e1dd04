import { Histogram, type MetricValueWithName } from 'prom-client';
import { DURATION_BUCKETS, type RequestStats, type RouteStats } from './request-stats.ts';

type Sample = MetricValueWithName<string>;

/** A histogram that is read from {@link RequestStats} instead of being told of each request. */
export class DurationHistogram extends Histogram<string> {
  readonly #name: string;
  readonly #help: string;
  readonly #stats: RequestStats;

  constructor(name: string, help: string, stats: RequestStats) {
    super({ name, help, buckets: [...DURATION_BUCKETS], labelNames: [], registers: [] });
    this.#name = name;
    this.#help = help;
    this.#stats = stats;
  }

  /** What the registry asks for when it writes text; the types of the library leave it out. */
  async getForPromString() {
    const values = [...this.#stats.all()].flatMap((stats) => this.#samples(stats));
    return { name: this.#name, help: this.#help, type: 'histogram', aggregator: 'sum', values };
  }

  #samples({ route, method, buckets, seconds, count }: RouteStats): Sample[] {
    const labels = { route, method };
    let total = 0;
    const samples: Sample[] = buckets.map((inBucket, index) => {
      total += inBucket;
      const le = DURATION_BUCKETS[index] ?? '+Inf';
      return { metricName: `${this.#name}_bucket`, labels: { ...labels, le }, value: total };
    });
    samples.push({ metricName: `${this.#name}_sum`, labels, value: seconds });
    samples.push({ metricName: `${this.#name}_count`, labels, value: count });
    return samples;
  }
}
