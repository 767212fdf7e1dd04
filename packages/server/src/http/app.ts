import { coreResourceTypes, createScimHandler } from '@rollcall/scim';
import { type Context, Hono } from 'hono';
import { sql } from 'kysely';
import packageJson from '../../package.json' with { type: 'json' };
import type { App } from '../app.ts';
import { query } from '../db/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createObserver } from './observe.ts';
import { requestIdOf } from './request-id.ts';
import { createAuthenticator, type ServerContext } from './session.ts';

export const SCIM_PATH = '/v1/scim/v2';
/** Writes that wait when the service is no longer fit to take more. */
const WAITING_MAX = 5000;

const ping = query<Record<string, never>>()((db) => db.selectNoFrom(sql<number>`1`.as('alive')));

export interface HttpOptions {
  /** True once the server is stopping: it finishes what it has and wants no more. */
  readonly isStopping: () => boolean;
}

/** Every route of the server. */
export function createHttpApp(app: App, telemetry: Telemetry, options: HttpOptions): Hono {
  const baseUrl = app.config.publicUrl + SCIM_PATH;
  const handle = createScimHandler({
    baseUrl,
    resourceTypes: coreResourceTypes,
    authenticate: createAuthenticator(app, baseUrl),
    observe: createObserver(app, telemetry),
  });
  const scim = ({ req: { raw } }: Context) => handle(raw, contextOf(raw));
  const prefix = new URL(baseUrl).pathname;
  const http = new Hono();
  // One route, for everything under the base URL: the handler itself settles who asks.
  http.all(`${prefix}/*`, scim);
  http.all(prefix, scim);
  http.get('/healthz', () => json(200, { status: 'ok', version: packageJson.version }));
  http.get('/readyz', () => readiness(app, options));
  http.get('/metrics', async () => text(await telemetry.metrics()));
  http.notFound(() => json(404, { error: 'There is nothing here.' }));
  http.onError((error) => {
    telemetry.log.error({ err: error }, 'request failed');
    return json(500, { error: 'Something went wrong; the log says what.' });
  });
  return http;
}

function contextOf({ headers }: Request): ServerContext {
  const requestId = requestIdOf(headers.get('x-request-id'));
  return {
    requestId,
    headers: { 'X-Request-Id': requestId },
    startedAt: performance.now(),
    userAgent: headers.get('user-agent') ?? undefined,
  };
}

async function readiness(app: App, { isStopping }: HttpOptions): Promise<Response> {
  if (isStopping()) return json(503, { status: 'stopping' });
  if (app.writer.waiting > WAITING_MAX) return json(503, { status: 'overloaded' });
  try {
    await app.reader.first(ping, {});
    return json(200, { status: 'ready' });
  } catch {
    return json(503, { status: 'database unavailable' });
  }
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  });
}

function text(body: string): Response {
  return new Response(body, { headers: { 'Content-Type': 'text/plain; version=0.0.4' } });
}
