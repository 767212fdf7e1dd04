import { type Logger, pino } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { App } from '../app.ts';
import { DurationHistogram } from './duration-histogram.ts';
import { addMailGauges } from './mail-gauges.ts';
import { RequestStats } from './request-stats.ts';

export interface Telemetry {
  /** Structured lines on standard error; never bodies, paths, queries, names or tokens. */
  readonly log: Logger;
  /** @param route A pattern from a closed set, never a path. @param durationMs Milliseconds. */
  observe(method: string, route: string, status: number, durationMs: number): void;
  /** The Prometheus text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** @param connections How many TCP connections are open. */
export function createTelemetry(app: App, connections: () => number): Telemetry {
  const registry = new Registry();
  const stats = new RequestStats();
  // Event loop lag, memory, garbage collection and file descriptors.
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(requestCounter(stats));
  registry.registerMetric(
    new DurationHistogram(
      'rollcall_request_duration_seconds',
      'Time until the head of the answer was ready',
      stats,
    ),
  );
  addGauges(registry, app, connections);
  addTotals(registry, app);
  addMailGauges(registry, app);
  return {
    log: pino({ level: app.config.logLevel }, pino.destination(2)),
    observe: (method, route, status, durationMs) => stats.count(route, method, status, durationMs),
    metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function requestCounter(stats: RequestStats): Counter {
  return new Counter({
    name: 'rollcall_requests_total',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers: [],
    collect() {
      this.reset();
      for (const { route, method, statuses } of stats.all()) {
        for (const [status, count] of statuses) this.inc({ route, method, status }, count);
      }
    },
  });
}

function addGauges(registry: Registry, app: App, connections: () => number): void {
  const gauges = [
    ['rollcall_writes_waiting', 'Writes that wait for a commit', () => app.writer.waiting],
    ['rollcall_connections', 'Open TCP connections', connections],
    ['rollcall_organizations', 'Organisations', () => app.registry.organizations.length],
    ...databaseGauges(app),
  ] as const;
  for (const [name, help, read] of gauges) {
    const gauge: Gauge = new Gauge({ name, help, registers: [], collect: () => gauge.set(read()) });
    registry.registerMetric(gauge);
  }
}

/** [name, help, what it reads]. The embedded database has two connections, always. */
function databaseGauges({ db }: App): (readonly [string, string, () => number])[] {
  if (db.kind === 'sqlite') return [];
  const { connections } = db;
  return [
    [
      'rollcall_database_connections',
      'Connections to PostgreSQL for reads and writes',
      () => connections.counts.total,
    ],
    [
      'rollcall_database_connections_idle',
      'Those of them that nobody uses',
      () => connections.counts.idle,
    ],
    [
      'rollcall_database_waiting',
      'Requests that wait for a connection to PostgreSQL',
      () => connections.counts.waiting,
    ],
    [
      'rollcall_database_away',
      '1 while PostgreSQL leaves heartbeats unanswered',
      () => Number(connections.isAway),
    ],
  ];
}

function addTotals(registry: Registry, app: App): void {
  const totals = [
    ['rollcall_commits_total', 'Commits to the database', () => app.db.writer.commits],
    [
      'rollcall_activity_dropped_total',
      'Rows of the activity log that did not fit into its buffer or on the disk',
      () => app.activity.dropped,
    ],
  ] as const;
  for (const [name, help, read] of totals) {
    const counter: Counter = new Counter({
      name,
      help,
      registers: [],
      collect() {
        counter.reset();
        counter.inc(read());
      },
    });
    registry.registerMetric(counter);
  }
}
