import { randomUUIDv7 } from 'node:crypto';

const GIVEN = /^[\w.-]{1,64}$/;

/** The id that a client or proxy gave, if it can stand in a log as it is; else a new one. */
export function requestIdOf(given: string | null): string {
  return given !== null && GIVEN.test(given) ? given : randomUUIDv7();
}
