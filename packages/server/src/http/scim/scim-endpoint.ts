import type { IncomingMessage } from 'node:http';
import { coreResourceTypes, createScimHandler, type ScimHandler } from '@rollcall/scim';
import type { App } from '../../app.ts';
import { createAuthenticate } from './authenticate.ts';
import { createObserve, type Observers } from './observe.ts';
import { RequestState } from './request-state.ts';

/** Where the SCIM service hangs under the public URL. */
export const SCIM_PATH = '/v1/scim/v2';

export type ScimEndpoint = (request: Request, incoming: IncomingMessage) => Promise<Response>;

/**
 * Answers SCIM requests with the protocol's handler.
 *
 * @param publicUrl Absolute, without trailing slash; its path may be what a proxy cuts off.
 */
export function createScimEndpoint(
  app: App,
  publicUrl: string,
  observers: Observers,
): ScimEndpoint {
  const baseUrl = publicUrl + SCIM_PATH;
  const prefix = new URL(publicUrl).pathname.replace(/\/$/, '');
  const handle: ScimHandler = createScimHandler({
    baseUrl,
    resourceTypes: coreResourceTypes,
    authenticate: createAuthenticate(app, baseUrl),
    observe: createObserve(app, observers),
  });
  return (request, incoming) => {
    const target = incoming.url ?? '';
    const state = new RequestState(incoming);
    if (!isPlain(request.url, target)) return handle(withUrl(request, `http:///${target}`), state);
    return handle(prefix === '' ? request : withUrl(request, `http://h${prefix}${target}`), state);
  };
}

/**
 * Whether the path of the request is spelled as it was sent. URLs lose their dot segments and have
 * other characters encoded on the way here; such a path names nothing, so that nothing in front of
 * this server can have taken it for another.
 */
function isPlain(url: string, target: string): boolean {
  if (target.includes('#')) return false;
  if (url.endsWith(target)) return true;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('?', start);
  return path === url.slice(start, end === -1 ? undefined : end);
}

/** The same request with another URL; the handler reads it as text. */
function withUrl(request: Request, url: string): Request {
  return Object.create(request, { url: { value: url } }) as Request;
}
