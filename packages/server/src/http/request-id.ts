import { randomUUIDv7 } from 'node:crypto';

export const REQUEST_ID_HEADER = 'X-Request-Id';
const GIVEN = /^[\w.-]{1,64}$/;

/** The id that a client or proxy gave, if it can stand in a log as it is; else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && GIVEN.test(given) ? given : randomUUIDv7();
}
