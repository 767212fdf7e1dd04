/** Changes come from our own pages alone (OWASP CSRF cheat sheet: fetch metadata, with Origin as fallback). */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../api/api-error.ts';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * @param origin Of the public URL: the Host header may be anybody's.
 * @throws ApiError 403.
 */
export function requireSameOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  origin: string,
): void {
  if (SAFE.has(method)) return;
  const site = headers['sec-fetch-site'];
  const isOurs = site === undefined ? headers.origin === origin : site === 'same-origin';
  if (isOurs) return;
  throw new ApiError(
    403,
    `Only pages of ${origin} may do this. If this is one, the public URL of the service is set to ` +
      'another address than the one in the browser.',
  );
}
