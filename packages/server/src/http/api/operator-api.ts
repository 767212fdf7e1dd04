/** The operator's API: what the vendor's application asks and sets, for every organisation. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { App } from '../../app.ts';
import type { Actor, ChangeContext } from '../../events/index.ts';
import { consistencyToken } from '../../permissions/index.ts';
import type { Telemetry } from '../../telemetry/index.ts';
import { problem } from '../problem.ts';
import { REQUEST_ID_HEADER, requestIdOf } from '../request-id.ts';
import { ApiError, toApiError } from './api-error.ts';
import { authenticateOperator } from './authenticate.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { readBody } from './read-body.ts';

const OPERATOR_PATH = '/v1/operator';
/** With every answer about an organisation: see `permissions/consistency.ts`. */
const CONSISTENCY_HEADER = 'Rollcall-Consistency-Token';

type Env = { Bindings: HttpBindings };
type HttpContext = Context<Env>;

/** Adds its routes. The key is looked at by each of them, whatever the spelling of the path. */
export function addOperatorApi(http: Hono<Env>, app: App, telemetry: Telemetry): void {
  for (const [path, endpoints] of Map.groupBy(ENDPOINTS, (one) => one.path)) {
    for (const one of endpoints) {
      http.on(one.method, OPERATOR_PATH + path, (c) => answer(c, app, telemetry, one));
    }
    const refusal = refuseMethod(path, endpoints.map(({ method }) => method).join(', '));
    http.all(OPERATOR_PATH + path, (c) => answer(c, app, telemetry, refusal));
  }
}

function refuseMethod(path: string, allow: string): Pick<Endpoint, 'path' | 'run'> {
  return {
    path,
    async run() {
      throw new ApiError(405, `This takes ${allow}.`, { Allow: allow });
    },
  };
}

async function answer(
  c: HttpContext,
  app: App,
  telemetry: Telemetry,
  endpoint: Pick<Endpoint, 'path' | 'input' | 'run'>,
): Promise<Response> {
  const startedAt = performance.now();
  const requestId = idOf(c);
  const route = OPERATOR_PATH + endpoint.path;
  const response = await respond(c, app, endpoint, requestId).catch((error: unknown) => {
    const known = toApiError(error);
    if (known !== undefined) return problem(known.status, known.message, requestId, known.headers);
    telemetry.log.error({ err: error, requestId, route }, 'request failed');
    return problem(500, 'Something went wrong; the log of the service says what.', requestId);
  });
  telemetry.observe(c.req.method, route, response.status, performance.now() - startedAt);
  return response;
}

async function respond(
  c: HttpContext,
  app: App,
  { input, run }: Pick<Endpoint, 'input' | 'run'>,
  requestId: string,
): Promise<Response> {
  const actor = await authenticateOperator(app, c.env.incoming.headers.authorization);
  let context: ChangeContext | undefined;
  const result = await run({
    app,
    body: input === undefined ? undefined : await readBody(c.req.raw, input),
    query: queryOf(c.env.incoming.url ?? ''),
    path: (name) => c.req.param(name) ?? '',
    context() {
      context ??= contextOf(c, app, actor, requestId);
      return context;
    },
  });
  const headers = new Headers({ [REQUEST_ID_HEADER]: requestId, 'Cache-Control': 'no-store' });
  if (context !== undefined) {
    const token = await consistencyToken(app.reader, context.organizationId);
    headers.set(CONSISTENCY_HEADER, token);
  }
  if (result === undefined) return new Response(null, { status: 204, headers });
  headers.set('Content-Type', 'application/json');
  return new Response(JSON.stringify(result), { headers });
}

function contextOf(
  c: HttpContext,
  { registry, clock }: App,
  actor: Actor,
  requestId: string,
): ChangeContext {
  const named = c.req.param('organization') ?? '';
  const organization = registry.organization(named) ?? registry.bySlug(named);
  if (organization === undefined) throw new ApiError(404, 'There is no such organisation.');
  return { organizationId: organization.id, actor, requestId, at: clock().toISOString() };
}

function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark));
}

function idOf(c: HttpContext): string {
  return requestIdOf(c.env.incoming.headers['x-request-id']);
}
