import type { FailureCode } from './run-command.ts';

/** What scripts go by. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  usage: 2,
  invalid: 2,
  notFound: 3,
  conflict: 4,
  refused: 4,
  unavailable: 5,
} as const satisfies Record<FailureCode | 'ok', number>;
