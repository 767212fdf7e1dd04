import { CommanderError } from 'commander';
import { withoutPasswords } from '../url-like.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type Output, printLine } from './output.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { toFailure } from './run-command.ts';

/**
 * Does what was typed, and says on `output` what came of it.
 *
 * @param words After the name of the program.
 */
export async function runCommandLine(words: readonly string[], output: Output): Promise<void> {
  try {
    await createProgram(output).parseAsync(words, { from: 'user' });
  } catch (error) {
    const isJson = words.includes('--json');
    if (error instanceof CommanderError) endCommander(error, isJson, output);
    else reportFailure(toFailure(error), isJson, output);
  }
}

/** Commander has printed what was wrong, or the help that was asked for. */
function endCommander(error: CommanderError, isJson: boolean, output: Output): void {
  output.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (error.exitCode === 0 || !isJson) return;
  const message = withoutPasswords(error.message.replace(/^error: /, ''));
  printLine(output.stdout, JSON.stringify({ error: { code: 'usage', message } }));
}
