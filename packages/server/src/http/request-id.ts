import { randomUUIDv7 } from 'node:crypto';

export const REQUEST_ID_HEADER = 'X-Request-Id';
/** No token: it would stand in the log and beside every change. */
const GIVEN = /^(?!.*rc(?:pat|op)_)[\w.-]{1,64}$/i;

/** The id that a client or proxy gave, if it can stand in a log as it is; else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUIDv7();
}
