/** The route table of an API whose endpoints are data. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { Telemetry } from '../telemetry/index.ts';
import { ApiError, toApiError } from './api/api-error.ts';
import { problem } from './problem.ts';
import { requestIdOf } from './request-id.ts';

export type Env = { Bindings: HttpBindings };
export type HttpContext = Context<Env>;

interface Routed {
  readonly method: string;
  /** Under the base; `:name` is a part. */
  readonly path: string;
}

export interface Routes<E extends Routed> {
  /** Such as `/v1/operator`. */
  readonly base: string;
  readonly endpoints: readonly E[];
  /**
   * What a method gets that a path does not take: an endpoint that looks at who asks first, as the others
   * of the path do, and then throws the given error.
   */
  refuse(path: string, endpoints: readonly E[], error: ApiError): E;
  /** Errors that it throws become problem details. */
  respond(c: HttpContext, endpoint: E, requestId: string): Promise<Response>;
  /** Errors that only this API has. */
  known?(error: unknown): ApiError | undefined;
  /** With every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Adds them. Each looks at who asks by itself, whatever the spelling of the path. */
export function addRoutes<E extends Routed>(
  http: Hono<Env>,
  telemetry: Telemetry,
  routes: Routes<E>,
): void {
  const { base, endpoints } = routes;
  for (const one of endpoints) {
    http.on(one.method, base + one.path, (c) => answer(c, telemetry, routes, one));
  }
  // After all of them: a part of one path may be the name of another.
  for (const [path, here] of Map.groupBy(endpoints, (one) => one.path)) {
    const allow = here.map(({ method }) => method).join(', ');
    const error = new ApiError(405, `This takes ${allow}.`, { Allow: allow });
    const refusal = routes.refuse(path, here, error);
    http.all(base + path, (c) => answer(c, telemetry, routes, refusal));
  }
}

async function answer<E extends Routed>(
  c: HttpContext,
  telemetry: Telemetry,
  routes: Routes<E>,
  endpoint: E,
): Promise<Response> {
  const startedAt = performance.now();
  const requestId = requestIdOf(c.env.incoming.headers['x-request-id']);
  const route = routes.base + endpoint.path;
  const response = await routes.respond(c, endpoint, requestId).catch((error: unknown) => {
    const known = routes.known?.(error) ?? toApiError(error);
    if (known !== undefined) {
      return problem(known.status, known.message, requestId, known.headers, known.type);
    }
    telemetry.log.error({ err: error, requestId, route }, 'request failed');
    return problem(500, 'Something went wrong; the log of the service says what.', requestId);
  });
  for (const [name, value] of Object.entries(routes.headers ?? {})) {
    response.headers.set(name, value);
  }
  telemetry.observe(c.req.method, route, response.status, performance.now() - startedAt);
  return response;
}

/** The query of a request, as it was sent. */
export function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark));
}
