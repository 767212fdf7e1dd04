/**
 * The few pages that links in mails and on the terminal lead to: setting up, joining, signing in, a new
 * password. They speak to the console's API alone, hold no secret, and show what they are told as text.
 */
import { readFileSync } from 'node:fs';
import { SSO_PROBLEMS } from '../../single-sign-on/index.ts';
import { REQUEST_ID_HEADER } from '../request-id.ts';

/** A path, and what is there. */
interface Page {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** Everything is ours and nothing is inline; nobody frames it; the address, which may have a code, goes nowhere. */
const HEADERS = Object.freeze({
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
});

// Relative, so that they work under a public URL with a path.
const SHELL = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rollcall</title>
<link rel="stylesheet" href="assets/pages.css">
<script type="module" src="assets/pages.js"></script>
</head>
<body>
<main id="page" aria-live="polite"><noscript>This page needs JavaScript.</noscript></main>
</body>
</html>
`;

const asset = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');

const SHELLS = [
  '/set-up',
  '/join',
  '/sign-in',
  '/sign-in-link',
  '/forgot-password',
  '/reset-password',
];

export const PAGES: readonly Page[] = [
  ...SHELLS.map((path) => ({ path, contentType: 'text/html; charset=utf-8', body: SHELL })),
  {
    path: '/assets/pages.css',
    contentType: 'text/css; charset=utf-8',
    body: asset('pages.css'),
  },
  {
    path: '/assets/pages.js',
    contentType: 'text/javascript; charset=utf-8',
    body: asset('pages.js'),
  },
  {
    path: '/assets/problems.json',
    contentType: 'application/json',
    body: JSON.stringify(SSO_PROBLEMS),
  },
];

export function pageAnswer({ contentType, body }: Page, requestId: string): Response {
  return new Response(body, {
    headers: { ...HEADERS, 'Content-Type': contentType, [REQUEST_ID_HEADER]: requestId },
  });
}
