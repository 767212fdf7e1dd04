/** Answers that no protocol asks for: errors outside SCIM, and requests that were never parsed. */
import { STATUS_CODES } from 'node:http';
import { URNS } from '@rollcall/scim';
import { REQUEST_ID_HEADER } from './request-id.ts';

/**
 * Problem details (RFC 9457), for what is not SCIM.
 *
 * @param type Of problems that a program tells apart; the status says enough of the others.
 */
export function problem(
  status: number,
  detail: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
  type?: string,
): Response {
  const body = JSON.stringify({ type, title: STATUS_CODES[status], status, detail });
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...headers,
      [REQUEST_ID_HEADER]: requestId,
    },
  });
}

export interface RawAnswer {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/**
 * A SCIM error (RFC 7644 §3.12) for what cannot be told to be SCIM or not, because the request is
 * broken. The connection ends with it.
 */
export function brokenRequest(status: number, detail: string, requestId: string): RawAnswer {
  const body = JSON.stringify({ schemas: [URNS.error], status: String(status), detail });
  return {
    headers: {
      'Content-Type': 'application/scim+json',
      'Content-Length': Buffer.byteLength(body),
      Connection: 'close',
      [REQUEST_ID_HEADER]: requestId,
    },
    body,
  };
}
