import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Registry } from 'prom-client';
import type { ActivityLog } from '../activity/index.ts';
import type { OpenDatabase } from '../db/index.ts';
import { DurationHistogram } from './duration-histogram.ts';
import { RequestStats } from './request-stats.ts';

/** What the metrics are read from. */
export interface MetricSources {
  readonly db: Pick<OpenDatabase, 'writer'>;
  readonly activity: ActivityLog;
  /** TCP connections that are open now. */
  readonly connections: () => number;
}

export interface Metrics {
  readonly requests: RequestStats;
  readonly contentType: string;
  /** The text of `/metrics`. */
  read(): Promise<string>;
  close(): void;
}

const DELAY_RESOLUTION_MS = 10;

/** Metrics of one server, with its own registry: several can live in one process. */
export function createMetrics({ db, activity, connections }: MetricSources): Metrics {
  const registry = new Registry();
  const requests = new RequestStats();
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();

  registry.registerMetric(requestCounter(requests));
  registry.registerMetric(
    new DurationHistogram(
      'rollcall_http_request_duration_seconds',
      'Time until the head of the answer was ready.',
      requests,
    ),
  );
  const gauge = (name: string, help: string, read: () => number) =>
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  const total = (name: string, help: string, read: () => number) =>
    registry.registerMetric(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(read());
        },
      }),
    );
  gauge('rollcall_http_connections', 'Open TCP connections.', connections);
  gauge('rollcall_writer_waiting', 'Writes that wait for a commit.', () => db.writer.waiting);
  total('rollcall_writer_commits_total', 'Commits of the writing connection.', () => {
    return db.writer.commits;
  });
  total('rollcall_activity_dropped_total', 'Rows of the activity log that were not written.', () => {
    return activity.dropped;
  });
  gauge('rollcall_event_loop_delay_p99_seconds', 'Since the last scrape.', () => p99(delay));
  gauge('rollcall_memory_rss_bytes', 'Memory of the process.', () => process.memoryUsage.rss());
  gauge('rollcall_memory_heap_used_bytes', 'Memory of the JavaScript heap in use.', () => {
    return process.memoryUsage().heapUsed;
  });
  gauge('rollcall_uptime_seconds', 'Since the process started.', () => process.uptime());

  return {
    requests,
    contentType: registry.contentType,
    read: () => registry.metrics(),
    close: () => delay.disable(),
  };
}

function requestCounter(requests: RequestStats): Counter {
  return new Counter({
    name: 'rollcall_http_requests_total',
    help: 'Requests by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers: [],
    collect() {
      this.reset();
      for (const { route, method, statuses } of requests.all()) {
        for (const [status, count] of statuses) this.inc({ route, method, status }, count);
      }
    },
  });
}

function p99(delay: IntervalHistogram): number {
  const nanoseconds = delay.percentile(99);
  delay.reset();
  return Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0;
}
