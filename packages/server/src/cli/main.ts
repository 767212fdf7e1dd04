#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT_CODES } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { toFailure } from './run-command.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  const isJson = process.argv.includes('--json');
  if (!(error instanceof CommanderError)) {
    const failure = toFailure(error);
    if (isJson) console.log(JSON.stringify({ error: failure }));
    else console.error(failure.message);
    return EXIT_CODES[failure.code];
  }
  // Commander has printed what was wrong, or the help that was asked for.
  if (error.exitCode === 0) return EXIT_CODES.ok;
  const message = error.message.replace(/^error: /, '');
  if (isJson) console.log(JSON.stringify({ error: { code: 'usage', message } }));
  return EXIT_CODES.usage;
}
