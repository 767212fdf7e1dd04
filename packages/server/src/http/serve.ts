import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { App } from '../app.ts';
import { createLogger, createMetrics } from '../telemetry/index.ts';
import { createClientAddress } from './client-address.ts';
import { createHttpApp } from './create-http-app.ts';
import { HTTP_LIMITS, type HttpLimits } from './limits.ts';
import { createNodeServer } from './node-server.ts';
import { createReadiness } from './readiness.ts';
import { createScimEndpoint } from './scim/scim-endpoint.ts';
import { cutOffSlowReaders } from './slow-readers.ts';
import { stopServer } from './stop-server.ts';

export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly port: number;
  /** What links start with. */
  readonly publicUrl: string;
  /** Every route, as `METHOD path`. */
  readonly routes: readonly string[];
  /** Finishes the requests under way, ten seconds at most, and stops. The app stays open. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly limits?: Partial<HttpLimits>;
}

/**
 * Serves an open app over HTTP on the address of its configuration.
 *
 * @throws Error when the address is taken.
 */
export async function serve(app: App, options: ServeOptions = {}): Promise<RunningServer> {
  const { config } = app;
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const logger = createLogger(config.logLevel);
  let stopping = false;
  let fetch: Parameters<typeof createNodeServer>[0] | undefined;
  const server = createNodeServer(
    (request, env) => fetch?.(request, env),
    limits,
    () => stopping,
  );
  server.listen(config.port, config.host);
  await once(server, 'listening');

  // Links need the port, which is known only now when any free one was asked for.
  const { port } = server.address() as AddressInfo;
  const publicUrl = config.publicUrl.replace(/:0$/, `:${port}`);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
    });
  });
  const metrics = createMetrics({ db: app.db, activity: app.activity, connections: () => connections });
  const addressOf = createClientAddress(config.trustedProxies);
  const scim = createScimEndpoint(app, publicUrl, {
    stats: metrics.requests,
    logger,
    clientAddress: ({ incoming }) => addressOf(incoming),
  });
  const readiness = createReadiness(app);
  const http = createHttpApp({ scim, metrics, readiness, isStopping: () => stopping });
  fetch = http.fetch;
  const stopWatching = cutOffSlowReaders(server, limits);
  logger.info({ port, publicUrl }, 'listening');

  return {
    url: `http://${host}:${port}`,
    port,
    publicUrl,
    routes: http.routes.map(({ method, path }) => `${method} ${path}`),
    async close() {
      stopping = true;
      await stopServer(server, limits.stopMs);
      stopWatching();
      metrics.close();
      logger.info('stopped');
    },
  };
}
