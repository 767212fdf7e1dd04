import type { ScimError } from '../errors.ts';
import { readServiceProviderConfig } from './actions/discovery.ts';
import { andThen } from './and-then.ts';
import type { Call } from './call.ts';
import { errorResponse, toScimError } from './error-response.ts';
import { readTarget } from './http/target.ts';
import { createNotes } from './notes.ts';
import { isPublic, route } from './route.ts';
import { createService, type Service } from './service.ts';
import type { RequestContext, ScimHandler, ScimHandlerOptions } from './session.ts';
import type { MaybePromise } from './store.ts';

/**
 * Makes a SCIM service of any store: a function from Request to Response (RFC 7644).
 *
 * @example
 * const store = createMemoryStore({ resourceTypes: coreResourceTypes });
 * const handle = createScimHandler({
 *   baseUrl: 'https://example.com/scim/v2',
 *   resourceTypes: coreResourceTypes,
 *   authenticate: (request) => sessionOf(request.headers.get('authorization'), store),
 * });
 * const response = await handle(new Request('https://example.com/scim/v2/Users'));
 *
 * @throws Error at once when the options make no sense.
 */
export function createScimHandler(options: ScimHandlerOptions): ScimHandler {
  const service = createService(options);
  return (request, context) => {
    const call = startCall(service, request, context);
    const finish = (response: Response, refusal?: ScimError) => {
      observe(call, context, response.status, refusal);
      return request.method === 'HEAD' ? withoutBody(response) : response;
    };
    const refuse = (failure: unknown) => {
      const refusal = toScimError(service.refusalOf?.(failure) ?? failure);
      return finish(errorResponse(refusal, call.headers), refusal);
    };
    let answered: MaybePromise<Response>;
    try {
      answered = answer(call, context);
    } catch (failure) {
      return refuse(failure);
    }
    return answered instanceof Promise
      ? answered.then((response) => finish(response), refuse)
      : finish(answered);
  };
}

const NO_HEADERS = Object.freeze({});

function startCall(service: Service, request: Request, context: RequestContext | undefined): Call {
  return {
    service,
    request,
    target: readTarget(request.url, service.basePath),
    requestHeaders: context?.requestHeaders ?? request.headers,
    headers: context?.headers ?? NO_HEADERS,
    notes: createNotes(),
    record: {
      session: undefined,
      requestBody: undefined,
      resourceType: undefined,
      resourceId: undefined,
    },
  };
}

/** Who asks is settled before the path is looked at, so no spelling of a path gets around it. */
function answer(call: Call, context: RequestContext | undefined): MaybePromise<Response> {
  if (isPublic(call)) return readServiceProviderConfig(call, undefined);
  return andThen(call.service.authenticate(call.request, context), (session) => {
    call.record.session = session;
    return route(call, session);
  });
}

function observe(
  call: Call,
  context: RequestContext | undefined,
  status: number,
  refusal: ScimError | undefined,
): void {
  const { service, request, target, notes, record } = call;
  service.observe?.({
    method: request.method,
    path: target.path,
    query: target.query,
    status,
    context,
    ...record,
    notes: notes.list,
    detail: refusal?.detail,
    scimType: refusal?.scimType,
    cause: status >= 500 ? refusal?.cause : undefined,
  });
}

/** HEAD answers as GET does, but for the body (RFC 9110 §9.3.2). */
async function withoutBody(response: Response): Promise<Response> {
  const { status } = response;
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  await response.body?.cancel();
  return new Response(null, { status, headers });
}
