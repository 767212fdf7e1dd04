import { type Logger, pino } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { App } from '../app.ts';

/** Seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);

export interface Telemetry {
  /** Structured lines on standard error; never bodies, queries, names or tokens. */
  readonly log: Logger;
  /** @param route `User`, `Group` or `other`, never a path. @param durationMs Milliseconds. */
  observe(method: string, route: string, status: number, durationMs: number): void;
  /** The Prometheus text format. */
  metrics(): Promise<string>;
}

export function createTelemetry(app: App): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'rollcall_requests_total',
    help: 'SCIM requests',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'rollcall_request_duration_seconds',
    help: 'Time until a SCIM request was answered',
    labelNames: ['method', 'route'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  addGauges(registry, app);
  return {
    log: pino({ level: app.config.logLevel }, pino.destination(2)),
    observe(method, route, status, durationMs) {
      // Whoever sends a method of their own must not make a time series of it.
      const label = METHODS.has(method) ? method : 'other';
      requests.inc({ method: label, route, status });
      durations.observe({ method: label, route }, durationMs / 1000);
    },
    metrics: () => registry.metrics(),
  };
}

function addGauges(registry: Registry, app: App): void {
  const gauges = [
    {
      name: 'rollcall_writes_waiting',
      help: 'Writes that wait for a commit',
      read: () => app.writer.waiting,
    },
    {
      name: 'rollcall_activity_dropped_total',
      help: 'Rows of the activity log that did not fit into its buffer',
      read: () => app.activity.dropped,
    },
    {
      name: 'rollcall_organizations',
      help: 'Organisations',
      read: () => app.registry.organizations.length,
    },
  ];
  for (const { name, help, read } of gauges) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
}
