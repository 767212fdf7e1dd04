import type { HttpBindings } from '@hono/node-server';
import { coreResourceTypes, createScimHandler } from '@rollcall/scim';
import { type Context, Hono } from 'hono';
import packageJson from '../../package.json' with { type: 'json' };
import type { App } from '../app.ts';
import { receiptKeys } from '../departures/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { addOperatorApi } from './api/operator-api.ts';
import { addConsoleApi } from './console/console-api.ts';
import { createObserver } from './observe.ts';
import { createPages } from './pages/index.ts';
import { problem } from './problem.ts';
import { createReadiness } from './readiness.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';
import { SCIM_PATH } from './scim-path.ts';
import { isPlain, withUrl } from './scim-request.ts';
import { ServerContext } from './server-context.ts';
import { createAuthenticator, refusalOf } from './session.ts';

/** What receipts are verified with (RFC 7517 §5): for everybody, like the receipts themselves. */
const RECEIPT_KEYS_PATH = '/v1/receipt-keys';

type Env = { Bindings: HttpBindings };
type HttpContext = Context<Env>;
type Headers = Readonly<Record<string, string>>;

export interface HttpOptions {
  /** Absolute URL that links start with, without trailing slash. */
  readonly publicUrl: string;
  /** True once the server is stopping: it finishes what it has and wants no more. */
  readonly isStopping: () => boolean;
}

/** Every route of the server. No path is decoded to find its route. */
export function createHttpApp(app: App, telemetry: Telemetry, options: HttpOptions): Hono<Env> {
  const http = new Hono<Env>({ getPath: (_request, given) => pathOf(given?.env) });
  const scim = createScimEndpoint(app, telemetry, options.publicUrl);
  const ready = createReadiness(app);
  const pages = createPages(options.publicUrl);

  http.all(SCIM_PATH, scim);
  readOnly('/healthz', (headers) =>
    json(200, { status: 'ok', version: packageJson.version }, headers),
  );
  readOnly('/readyz', async (headers, id) => {
    const problems = options.isStopping() ? ['The service is stopping.'] : await ready();
    if (problems.length === 0) return json(200, { status: 'ready' }, headers);
    return problem(503, problems.join(' '), id, { 'Retry-After': '1' });
  });
  readOnly('/metrics', async (headers) => {
    const { contentType, text } = await telemetry.metrics();
    return new Response(text, { headers: { ...headers, 'Content-Type': contentType } });
  });
  readOnly(RECEIPT_KEYS_PATH, async (headers) =>
    json(200, { keys: await receiptKeys(app.reader) }, headers),
  );
  addOperatorApi(http, app, telemetry);
  addConsoleApi(http, app, telemetry, options.publicUrl);
  http.notFound((c) => {
    const id = idOf(c);
    const path = pathOf(c.env);
    const { method } = c.req.raw;
    if (method === 'GET' || method === 'HEAD') {
      const file = pages.file(path, c.req.raw, id);
      if (file !== undefined) return file;
      if (isForPeople(path, c.req.header('accept'))) return pages.page(id);
    }
    return problem(404, `There is nothing here. SCIM is under ${SCIM_PATH}.`, id);
  });
  http.onError((error, c) => {
    const id = idOf(c);
    telemetry.log.error({ err: error, requestId: id }, 'request failed');
    return problem(500, 'Something went wrong; the log of the service says what.', id);
  });
  return http;

  function readOnly(
    path: string,
    answer: (headers: Headers, id: string) => Response | Promise<Response>,
  ): void {
    http.all(path, async (c) => {
      const startedAt = performance.now();
      const id = idOf(c);
      const { method } = c.req.raw;
      const response =
        method === 'GET' || method === 'HEAD'
          ? await answer({ [REQUEST_ID_HEADER]: id, 'Cache-Control': 'no-store' }, id)
          : problem(405, 'This takes GET and HEAD.', id, { Allow: 'GET, HEAD' });
      telemetry.observe(method, path, response.status, performance.now() - startedAt);
      return response;
    });
  }
}

function createScimEndpoint(app: App, telemetry: Telemetry, publicUrl: string) {
  const baseUrl = publicUrl + SCIM_PATH;
  // A proxy cuts off the path of the public URL, so requests come without it.
  const prefix = new URL(publicUrl).pathname.replace(/\/$/, '');
  const handle = createScimHandler({
    baseUrl,
    resourceTypes: coreResourceTypes,
    limits: app.config.limits,
    authenticate: createAuthenticator(app, baseUrl),
    refusalOf,
    observe: createObserver(app, telemetry),
  });
  return (c: HttpContext) => {
    const { incoming } = c.env;
    const request = c.req.raw;
    const target = incoming.url ?? '';
    const context = new ServerContext(incoming);
    if (!isPlain(request.url, target))
      return handle(withUrl(request, `http:///${target}`), context);
    if (prefix === '') return handle(request, context);
    return handle(withUrl(request, `http://h${prefix}${target}`), context);
  };
}

/**
 * The path as it was sent. All that is under the base URL is one route, for the handler itself
 * settles who asks: a constant, which is found sooner than a pattern.
 */
function pathOf(env: HttpBindings | undefined): string {
  const target = env?.incoming.url ?? '';
  if (target.startsWith(SCIM_PATH) && PATH_ENDS.has(target[SCIM_PATH.length])) return SCIM_PATH;
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

/** Addresses that people have in a browser are the console's, whatever they are of; those of an API are not. */
function isForPeople(path: string, accept = ''): boolean {
  return !path.startsWith('/v1/') && accept.includes('text/html');
}

const PATH_ENDS: ReadonlySet<string | undefined> = new Set(['/', '?', undefined]);

function idOf(c: HttpContext): string {
  return requestIdOf(c.env.incoming.headers['x-request-id']);
}

function json(status: number, body: object, headers: Headers): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
}
