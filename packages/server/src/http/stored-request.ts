/** A request of the log, made anew as far as the log kept it. */
import type { ActivityRow } from '../activity/index.ts';
import type { Registry } from '../registry/index.ts';

/** What the log has in the place of something that it did not keep. */
const GONE = '…';
const REMOVED = '[removed]';
/** Those that SCIM has. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** In words for an Org Admin; undefined when it can be run again. */
export function whyNotReplayable(registry: Registry, row: ActivityRow): string | undefined {
  const { organizationId, connectionId, method, path, query, requestBody } = row;
  if (row.status === 401 || organizationId === null || connectionId === null) {
    return 'It came without a token that was good, so it never reached anybody’s data.';
  }
  if (registry.connection(organizationId, connectionId) === undefined) {
    return 'The connection that it came by is no longer there.';
  }
  if (!METHODS.has(method)) return `SCIM has no method ${method}.`;
  if (path.includes(GONE))
    return 'The log did not keep its address whole: it may have had personal data in it.';
  if (query.includes(GONE)) {
    return 'It searched for something, and the log keeps no values that people are searched by.';
  }
  if (!WITH_BODY.has(method)) return undefined;
  if (requestBody === null) return 'The log has no body of it: there was none, or it was erased.';
  if (requestBody.startsWith('"[')) return 'Its body was too large for the log to keep.';
  try {
    JSON.parse(requestBody);
    return undefined;
  } catch {
    return requestBody.startsWith('[not JSON')
      ? 'Its body was no JSON, so the log did not keep it.'
      : 'Its body was cut off in the log, which keeps 16,000 characters.';
  }
}

/** What differs from the request that came, in words. */
export function caveatsOf({ requestBody, method }: ActivityRow): string[] {
  const isChanged = requestBody?.includes(REMOVED) === true || requestBody?.includes(GONE) === true;
  return [
    ...(isChanged
      ? [
          'Secrets such as passwords were taken out of the body in the log; it is run with what is left.',
        ]
      : []),
    ...(method === 'GET' || method === 'HEAD'
      ? []
      : ['A condition on the version (If-Match), if there was one, is left out.']),
  ];
}

/** @param baseUrl Of SCIM, with the path of the public URL. */
export function storedRequest(row: ActivityRow, baseUrl: string): Request {
  const { method, path, query, requestBody } = row;
  const hasBody = WITH_BODY.has(method) && requestBody !== null;
  return new Request(`${baseUrl}${path}${query === '' ? '' : `?${encoded(query)}`}`, {
    method,
    headers: hasBody ? { 'Content-Type': 'application/scim+json' } : {},
    ...(hasBody ? { body: requestBody } : {}),
  });
}

/** The log has queries as people read them. */
function encoded(query: string): string {
  return query
    .split('&')
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=');
      const key = encodeURIComponent(name);
      return value.length === 0 ? key : `${key}=${encodeURIComponent(value.join('='))}`;
    })
    .join('&');
}
