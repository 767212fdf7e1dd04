import { randomUUIDv7 } from 'node:crypto';

export const REQUEST_ID_HEADER = 'X-Request-Id';
const SANE = /^[\w.:/+=@-]{1,64}$/;

/** The id that the client or a proxy gave the request, if it can go into a header and a log. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : randomUUIDv7();
}
