/** The operator's API: what the vendor's application asks and sets, for every organisation. */
import type { Hono } from 'hono';
import type { App } from '../../app.ts';
import type { Actor, ChangeContext } from '../../events/index.ts';
import { consistencyToken } from '../../permissions/index.ts';
import type { Telemetry } from '../../telemetry/index.ts';
import { REQUEST_ID_HEADER } from '../request-id.ts';
import { addRoutes, type Env, type HttpContext, queryOf } from '../routes.ts';
import { ApiError } from './api-error.ts';
import { authenticateOperator } from './authenticate.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { readBody } from './read-body.ts';

const OPERATOR_PATH = '/v1/operator';
/** With every answer about an organisation: see `permissions/consistency.ts`. */
const CONSISTENCY_HEADER = 'Rollcall-Consistency-Token';

/** Adds its routes. The key is looked at by each of them, whatever the spelling of the path. */
export function addOperatorApi(http: Hono<Env>, app: App, telemetry: Telemetry): void {
  addRoutes<Endpoint>(http, telemetry, {
    base: OPERATOR_PATH,
    endpoints: ENDPOINTS,
    refuse: (path, _here, error) => ({ method: 'GET', path, run: () => Promise.reject(error) }),
    respond: (c, endpoint, requestId) => respond(c, app, endpoint, requestId),
  });
}

async function respond(
  c: HttpContext,
  app: App,
  { input, run }: Endpoint,
  requestId: string,
): Promise<Response> {
  const { authorization } = c.env.incoming.headers;
  const actor = await authenticateOperator(app, authorization);
  const body = input === undefined ? undefined : await readBody(c.req.raw, input);
  // A body may take its time, in which the key may be revoked.
  if (input !== undefined) await authenticateOperator(app, authorization);
  let context: ChangeContext | undefined;
  const result = await run({
    app,
    body,
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
