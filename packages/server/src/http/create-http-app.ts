import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import manifest from '../../package.json' with { type: 'json' };
import type { Metrics } from '../telemetry/index.ts';
import { problem } from './problem.ts';
import type { Readiness } from './readiness.ts';
import { REQUEST_ID_HEADER, requestIdFrom } from './request-id.ts';
import { SCIM_PATH, type ScimEndpoint } from './scim/scim-endpoint.ts';

type Env = { Bindings: HttpBindings };
type HttpContext = Context<Env>;

export interface HttpParts {
  readonly scim: ScimEndpoint;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Whether the server has begun to stop. */
  readonly isStopping: () => boolean;
}

/** Every route of the service. What is not in the table is 404; no path is decoded to find it. */
export function createHttpApp(parts: HttpParts): Hono<Env> {
  const { scim, metrics } = parts;
  const app = new Hono<Env>({ getPath: (_request, options) => rawPath(options?.env) });

  app.all(`${SCIM_PATH}/*`, (c) => scim(c.req.raw, c.env.incoming));
  readOnly('/healthz', (headers) =>
    Response.json({ status: 'ok', version: manifest.version }, { headers }),
  );
  readOnly('/readyz', (headers, requestId) => readyAnswer(parts, headers, requestId));
  readOnly('/metrics', async (headers) => {
    const text = await metrics.read();
    return new Response(text, { headers: { ...headers, 'Content-Type': metrics.contentType } });
  });
  app.notFound((c) =>
    problem(404, `There is nothing here. SCIM is under ${SCIM_PATH}.`, requestIdOf(c)),
  );
  app.onError((_error, c) => problem(500, 'The service failed on this request.', requestIdOf(c)));
  return app;

  function readOnly(
    path: string,
    answer: (headers: Record<string, string>, requestId: string) => Response | Promise<Response>,
  ): void {
    app.all(path, async (c) => {
      const started = performance.now();
      const requestId = requestIdOf(c);
      const { method } = c.req.raw;
      const response =
        method === 'GET' || method === 'HEAD'
          ? await answer({ [REQUEST_ID_HEADER]: requestId, 'Cache-Control': 'no-store' }, requestId)
          : problem(405, 'Only GET and HEAD work here.', requestId, { Allow: 'GET, HEAD' });
      metrics.requests.count(path, method, response.status, performance.now() - started);
      return response;
    });
  }
}

async function readyAnswer(
  { readiness, isStopping }: HttpParts,
  headers: Record<string, string>,
  requestId: string,
): Promise<Response> {
  const problems = isStopping() ? ['The service is stopping.'] : await readiness();
  if (problems.length === 0) return Response.json({ status: 'ready' }, { headers });
  return problem(503, problems.join(' '), requestId, { 'Retry-After': '1' });
}

/** The path as it was sent. */
function rawPath(env: HttpBindings | undefined): string {
  const target = env?.incoming.url ?? '';
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

function requestIdOf(c: HttpContext): string {
  return requestIdFrom(c.env.incoming.headers['x-request-id']);
}
