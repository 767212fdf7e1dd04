/** The console in the browser: one page for every address that people have, and the files that it needs. */
import { randomBytes } from 'node:crypto';
import { REQUEST_ID_HEADER } from '../request-id.ts';
import { type ConsoleFile, readBuiltConsole } from './built-console.ts';

const NONCE_BYTES = 16;
/** A year, seconds. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

const NOT_BUILT =
  '<!doctype html><html lang="en"><title>Rollcall</title><p>The service runs, but its console has not been ' +
  'built: run <code>npm run build</code> and start it again.</p></html>';

export interface Pages {
  /** The file of the console at a path; undefined when it has none there. */
  file(path: string, request: Request, requestId: string): Response | undefined;
  /** The page, which finds out by itself what the address is of. */
  page(requestId: string): Response;
}

/** @param publicUrl What the addresses of the console begin with, without trailing slash. */
export function createPages(publicUrl: string): Pages {
  const built = readBuiltConsole();
  const { pathname, protocol } = new URL(publicUrl);
  const shared: Readonly<Record<string, string>> = {
    'X-Content-Type-Options': 'nosniff',
    // Codes come in addresses, which must not go on to others.
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(protocol === 'https:' && {
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    }),
  };
  const base = `<base href="${attribute(pathname.replace(/\/?$/, '/'))}"`;
  return {
    file(path, request, requestId) {
      const file = built?.files.get(path);
      if (file === undefined) return undefined;
      const accepted = request.headers.get('accept-encoding') ?? '';
      const [encoding, body] = encodedFor(file, accepted);
      return new Response(body, {
        headers: {
          ...shared,
          'Content-Type': file.contentType,
          'Cache-Control': file.isImmutable ? IMMUTABLE : 'no-cache',
          Vary: 'Accept-Encoding',
          ...(encoding !== undefined && { 'Content-Encoding': encoding }),
          [REQUEST_ID_HEADER]: requestId,
        },
      });
    },
    page(requestId) {
      // Styles that are made in the browser carry it (CSP Level 3 §2.3); scripts have no need of one.
      const nonce = randomBytes(NONCE_BYTES).toString('base64');
      const body = (built?.page ?? NOT_BUILT)
        .replace(/<base href="[^"]*"/, () => base)
        .replace('name="style-nonce" content=""', `name="style-nonce" content="${nonce}"`);
      return new Response(body, {
        status: built === undefined ? 503 : 200,
        headers: {
          ...shared,
          'Content-Security-Policy': contentSecurityPolicy(nonce),
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-store',
          [REQUEST_ID_HEADER]: requestId,
        },
      });
    },
  };
}

/** Everything is ours, no script is inline, nobody frames it (OWASP ASVS 5.0 §3.4). */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function encodedFor(
  { body, encoded }: ConsoleFile,
  accepted: string,
): [string | undefined, Buffer<ArrayBuffer>] {
  const offered = accepted.split(',').map((one) => one.split(';')[0]?.trim());
  for (const [name, bytes] of encoded) {
    if (offered.includes(name)) return [name, bytes];
  }
  return [undefined, body];
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
