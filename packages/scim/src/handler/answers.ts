/** Answers that are no errors. Headers stay plain objects: servers send those without detours. */
import type { JsonObject } from '../resource/types.ts';
import { andThen } from './and-then.ts';
import type { TypeCall } from './call.ts';
import { etag, namesVersion } from './http/etag.ts';
import type { MediaType } from './http/media-types.ts';
import { listChunks, location, resourceChunks, toBody, type View } from './render/index.ts';
import type { ListResult, MaybePromise, StoredResource } from './store.ts';

type Headers = Readonly<Record<string, string>>;

/** A resource with its version and address (RFC 7644 §3.14; RFC 7643 §3.1 meta.location). */
export function resourceAnswer(
  call: TypeCall,
  status: 200 | 201,
  stored: StoredResource,
  projection: View['projection'],
): MaybePromise<Response> {
  const address = location(call.service.baseUrl, call.type, stored.id);
  const chunks = resourceChunks(viewOf(call, projection), stored, address);
  const headers: Record<string, string> = {
    'Content-Type': call.mediaType,
    ETag: etag(stored.version),
    'Content-Location': address,
  };
  if (status === 201) headers.Location = address;
  Object.assign(headers, call.headers);
  return typeof chunks === 'string'
    ? new Response(chunks, { status, headers })
    : andThen(toBody(chunks), (body) => new Response(body, { status, headers }));
}

/** A page of a list (RFC 7644 §3.4.2). */
export function listAnswer(
  call: TypeCall,
  result: ListResult,
  startIndex: number,
  projection: View['projection'],
): MaybePromise<Response> {
  const chunks = listChunks(viewOf(call, projection), result, startIndex);
  const headers = { 'Content-Type': call.mediaType, ...call.headers };
  return andThen(toBody(chunks), (body) => new Response(body, { status: 200, headers }));
}

/** 204, with the version that the resource now has if there still is one. */
export function emptyAnswer(call: TypeCall, stored?: StoredResource): Response {
  const headers: Headers = stored ? { ETag: etag(stored.version), ...call.headers } : call.headers;
  return new Response(null, { status: 204, headers });
}

/** 304 when If-None-Match names the version (RFC 7644 §3.14). */
export function unchangedAnswer(call: TypeCall, stored: StoredResource): Response | undefined {
  const header = call.requestHeaders.get('if-none-match');
  if (header === null || !namesVersion(header, stored.version)) return undefined;
  return new Response(null, {
    status: 304,
    headers: {
      ETag: etag(stored.version),
      'Content-Location': location(call.service.baseUrl, call.type, stored.id),
      ...call.headers,
    },
  });
}

/** A document of a discovery endpoint. */
export function documentAnswer(
  document: JsonObject,
  mediaType: MediaType,
  headers: Headers,
): Response {
  return new Response(JSON.stringify(document), {
    status: 200,
    headers: { 'Content-Type': mediaType, ...headers },
  });
}

function viewOf({ type, service, session }: TypeCall, projection: View['projection']): View {
  return { type, baseUrl: service.baseUrl, store: session.store, projection };
}
