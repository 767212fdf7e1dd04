import { EXIT_CODES } from './exit-codes.ts';
import { type Output, printLine } from './output.ts';
import type { Failure } from './run-command.ts';

/** Prints what went wrong, for people or for scripts, and sets the exit code. */
export function reportFailure(failure: Failure, isJson: boolean, output: Output): void {
  if (isJson) printLine(output.stdout, JSON.stringify({ error: failure }));
  else printLine(output.stderr, failure.message);
  output.exitCode = EXIT_CODES[failure.code];
}
