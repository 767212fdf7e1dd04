import { createServer, type Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { App } from '../app.ts';
import { createTelemetry } from '../telemetry/index.ts';
import { createHttpApp } from './app.ts';

/** Bounds on clients that are slow or too many; see docs/operating.md. */
export interface ServerLimits {
  /** Until the headers of a request are there, milliseconds. */
  readonly headersTimeoutMs: number;
  /** Until the whole of a request is there, milliseconds. */
  readonly requestTimeoutMs: number;
  /** How often both are checked, milliseconds. */
  readonly checkIntervalMs: number;
  /** Between the requests of one connection, milliseconds; longer than a proxy's own. */
  readonly keepAliveTimeoutMs: number;
  /** Without any progress of a connection, such as a client that does not read, milliseconds. */
  readonly idleTimeoutMs: number;
  /** For requests in flight when the server is told to stop, milliseconds. */
  readonly stopTimeoutMs: number;
  readonly headerBytes: number;
  readonly connections: number;
}

export const SERVER_LIMITS: ServerLimits = Object.freeze({
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 5_000,
  keepAliveTimeoutMs: 65_000,
  idleTimeoutMs: 70_000,
  stopTimeoutMs: 10_000,
  headerBytes: 16 * 1024,
  connections: 10_000,
});

export interface RunningServer {
  readonly port: number;
  /** Where it listens, without trailing slash. */
  readonly url: string;
  /** Finishes the requests in flight and stops. */
  close(): Promise<void>;
}

/** Starts listening. */
export async function serve(app: App, limits: Partial<ServerLimits> = {}): Promise<RunningServer> {
  const bounds = { ...SERVER_LIMITS, ...limits };
  let isStopping = false;
  const telemetry = createTelemetry(app);
  const http = createHttpApp(app, telemetry, { isStopping: () => isStopping });
  const server = createAdaptorServer({
    fetch: http.fetch,
    hostname: app.config.host,
    createServer,
    serverOptions: {
      headersTimeout: bounds.headersTimeoutMs,
      requestTimeout: bounds.requestTimeoutMs,
      connectionsCheckingInterval: bounds.checkIntervalMs,
      keepAliveTimeout: bounds.keepAliveTimeoutMs,
      maxHeaderSize: bounds.headerBytes,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
  }) as Server;
  server.maxConnections = bounds.connections;
  server.setTimeout(bounds.idleTimeoutMs);
  await listen(server, app);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : app.config.port;
  const host = app.config.host.includes(':') ? `[${app.config.host}]` : app.config.host;
  return {
    port,
    url: `http://${host}:${port}`,
    close() {
      isStopping = true;
      return stop(server, bounds.stopTimeoutMs);
    },
  };
}

function listen(server: Server, { config }: App): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
}

function stop(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
