import { ScimError } from '../errors.ts';

/**
 * Runs one step of a PATCH; what it refuses is reported with the operation and the path, so that
 * an administrator can find it in a request of a thousand operations.
 *
 * @param index Zero-based position in `Operations`; messages count from 1.
 * @param describe Names the path or key, as a client would write it; called only for an error.
 */
export function inOperation<T>(index: number, describe: () => string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    throw new ScimError(
      error.error,
      `In operation ${index + 1} (${shorten(describe())}): ${error.detail}`,
      { cause: error.cause, headers: error.headers },
    );
  }
}

const LENGTH_MAX = 120;

function shorten(text: string): string {
  return text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX).toWellFormed()}…`;
}
