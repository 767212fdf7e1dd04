#!/usr/bin/env node
import { CommanderError } from 'commander';
import { withoutPasswords } from '../url-like.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './report-failure.ts';
import { toFailure } from './run-command.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  const isJson = process.argv.includes('--json');
  if (error instanceof CommanderError) endCommander(error, isJson);
  else reportFailure(toFailure(error), isJson);
}

/** Commander has printed what was wrong, or the help that was asked for. */
function endCommander(error: CommanderError, isJson: boolean): void {
  process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (error.exitCode === 0 || !isJson) return;
  const message = withoutPasswords(error.message.replace(/^error: /, ''));
  console.log(JSON.stringify({ error: { code: 'usage', message } }));
}
