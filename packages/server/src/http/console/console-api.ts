/** The console's API: what people do in a browser, signed in with a cookie. */
import type { Hono } from 'hono';
import type { App } from '../../app.ts';
import { endReplacedSession, whoIs } from '../../sign-in/index.ts';
import type { Telemetry } from '../../telemetry/index.ts';
import { ApiError } from '../api/api-error.ts';
import { readBody } from '../api/read-body.ts';
import { createClientAddress } from '../client-address.ts';
import { REQUEST_ID_HEADER } from '../request-id.ts';
import { addRoutes, type Env, type HttpContext, queryOf } from '../routes.ts';
import { authenticate } from './authenticate.ts';
import { toConsoleError } from './console-error.ts';
import { cookieOf, setCookie } from './cookie.ts';
import { type Call, type ConsoleEndpoint, Download, Redirect } from './endpoint.ts';
import { CONSOLE_ENDPOINTS } from './endpoints/index.ts';
import { requireSameOrigin } from './same-origin.ts';

const CONSOLE_PATH = '/v1/console';
const HEADERS = Object.freeze({
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // Codes come in addresses, which must not go on to others.
  'Referrer-Policy': 'no-referrer',
});

/** Adds its routes. */
export function addConsoleApi(
  http: Hono<Env>,
  app: App,
  telemetry: Telemetry,
  publicUrl: string,
): void {
  const respond = createResponder(app, publicUrl);
  addRoutes<ConsoleEndpoint>(http, telemetry, {
    base: CONSOLE_PATH,
    endpoints: CONSOLE_ENDPOINTS,
    refuse: (path, here, error) => ({
      ...(here.every(({ access }) => access === 'public')
        ? { access: 'public' as const }
        : { access: 'member' as const, needsProof: false }),
      method: 'GET',
      path,
      run: () => Promise.reject(error),
    }),
    respond,
    known: toConsoleError,
    headers: HEADERS,
  });
}

function createResponder(app: App, publicUrl: string) {
  const { origin } = new URL(publicUrl);
  const clientAddress = createClientAddress(app.config.trustedProxies);
  return async (c: HttpContext, endpoint: ConsoleEndpoint, requestId: string) => {
    const { incoming } = c.env;
    // Who asks comes first: whoever is not signed in is told nothing else.
    let who = await whoAsks(app, endpoint, incoming.headers.cookie);
    requireSameOrigin(c.req.method, incoming.headers, origin);
    const { input } = endpoint;
    const body = input === undefined ? undefined : await readBody(c.req.raw, input);
    // A body may take its time, in which access may end.
    if (input !== undefined) who = await whoAsks(app, endpoint, incoming.headers.cookie);
    const at = app.clock().toISOString();
    const headers = new Headers({ [REQUEST_ID_HEADER]: requestId });
    let isSessionSet = false;
    const call: Call = {
      app,
      publicUrl,
      body,
      query: queryOf(incoming.url ?? ''),
      client: {
        address: clientAddress(incoming),
        userAgent: incoming.headers['user-agent'] ?? '',
      },
      requestId,
      at,
      path: (name) => readPart(c.req.param(name) ?? ''),
      signedIn: async () => {
        const value = cookieOf(incoming.headers.cookie);
        return value === undefined ? undefined : whoIs(app.reader, value, at);
      },
      cookies: incoming.headers.cookie,
      setSession(value) {
        isSessionSet = true;
        headers.append('Set-Cookie', setCookie(value));
      },
      setCookie: (header) => headers.append('Set-Cookie', header),
    };
    const result = await run(endpoint, call, who);
    const old = endpoint.access === 'public' ? cookieOf(incoming.headers.cookie) : undefined;
    if (old !== undefined && isSessionSet) await endReplacedSession(app, old, requestId);
    if (result instanceof Redirect) {
      headers.set('Location', result.url);
      return new Response(null, { status: 303, headers });
    }
    if (result instanceof Download) {
      return download(result, headers, () => whoAsks(app, endpoint, incoming.headers.cookie));
    }
    if (result === undefined) return new Response(null, { status: 204, headers });
    headers.set('Content-Type', 'application/json');
    return new Response(JSON.stringify(result), { headers });
  };
}

/** @param recheck Throws when whoever asked may not any more: a file may take its time. */
function download(
  { mediaType, fileName, parts }: Download,
  headers: Headers,
  recheck: () => Promise<unknown>,
): Response {
  headers.set('Content-Type', mediaType);
  headers.set('Content-Disposition', `attachment; filename="${fileName}"`);
  // Pulled piece by piece: nothing more is read than the browser has taken.
  const bytes = ReadableStream.from(rechecked(parts, recheck)).pipeThrough(new TextEncoderStream());
  return new Response(bytes, { headers });
}

/** @throws ApiError 400 for what no database has a text with. */
function readPart(part: string): string {
  if (part.includes('\0')) throw new ApiError(400, 'The path has the character NUL.');
  return part;
}

async function* rechecked(parts: AsyncIterable<string>, recheck: () => Promise<unknown>) {
  for await (const part of parts) {
    await recheck();
    yield part;
  }
}

/** Undefined for what everybody may call. @throws ApiError as `authenticate` does. */
async function whoAsks(app: App, endpoint: ConsoleEndpoint, cookie: string | undefined) {
  if (endpoint.access === 'public') return undefined;
  return authenticate(app, cookie, endpoint, app.clock().toISOString());
}

function run(
  endpoint: ConsoleEndpoint,
  call: Call,
  who: Awaited<ReturnType<typeof authenticate>> | undefined,
): Promise<object | undefined> {
  if (endpoint.access === 'public') return endpoint.run(call);
  if (who === undefined) throw new Error('An endpoint for members was called by nobody.');
  const { organizationId, memberId } = who;
  const actor = { kind: 'member', id: memberId } as const;
  const { requestId, at } = call;
  return endpoint.run({ ...call, who, context: { organizationId, actor, requestId, at } });
}
