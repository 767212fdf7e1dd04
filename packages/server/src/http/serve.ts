import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { App } from '../app.ts';
import { createTelemetry } from '../telemetry/index.ts';
import { createHttpApp } from './app.ts';
import { countConnections, createNodeServer, type Fetch } from './node-server.ts';
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts';
import { cutOffSlowReaders } from './slow-readers.ts';
import { stopServer } from './stop-server.ts';

export type { ServerLimits } from './server-limits.ts';

export interface RunningServer {
  readonly port: number;
  /** Where it listens, without trailing slash. */
  readonly url: string;
  /** What links start with, without trailing slash. */
  readonly publicUrl: string;
  /** The route table, as `METHOD path`. */
  readonly routes: readonly string[];
  /** Finishes the requests in flight and stops. */
  close(): Promise<void>;
}

/**
 * Starts listening on the address of the configuration.
 *
 * @throws Error when the address is taken.
 */
export async function serve(app: App, limits: Partial<ServerLimits> = {}): Promise<RunningServer> {
  const bounds = { ...SERVER_LIMITS, ...limits };
  const { config } = app;
  let isStopping = false;
  let fetch: Fetch | undefined;
  const server = createNodeServer(
    (request, env) => fetch?.(request, env),
    bounds,
    () => isStopping,
  );
  const connections = countConnections(server);
  server.listen(config.port, config.host);
  await once(server, 'listening');

  // Links need the port, which is known only now when any free one was asked for.
  const { port } = server.address() as AddressInfo;
  const publicUrl = config.publicUrl.replace(/:0$/, `:${port}`);
  const telemetry = createTelemetry(app, connections);
  const http = createHttpApp(app, telemetry, { publicUrl, isStopping: () => isStopping });
  fetch = http.fetch;
  const stopWatching = cutOffSlowReaders(server, bounds);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    port,
    url: `http://${host}:${port}`,
    publicUrl,
    routes: http.routes.map(({ method, path }) => `${method} ${path}`),
    async close() {
      isStopping = true;
      await stopServer(server, bounds.stopTimeoutMs);
      stopWatching();
    },
  };
}
