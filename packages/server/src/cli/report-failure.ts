import { EXIT_CODES } from './exit-codes.ts';
import type { Failure } from './run-command.ts';

/** Prints what went wrong, for people or for scripts, and sets the exit code. */
export function reportFailure(failure: Failure, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify({ error: failure }));
  else console.error(failure.message);
  process.exitCode = EXIT_CODES[failure.code];
}
