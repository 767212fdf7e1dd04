/** Runs one command on an open data directory, and turns what goes wrong into plain words. */
import { z } from 'zod';
import type { App } from '../app.ts';
import { ConfigError } from '../config.ts';
import { Refusal, type RefusalCode } from '../core.ts';
import { UnavailableError } from '../db/index.ts';
import type { Actor } from '../events/index.ts';
import { LockedError } from '../lock.ts';
import { COMMANDS } from './commands/index.ts';

export type FailureCode = RefusalCode | 'usage' | 'unavailable' | 'failed';

/** What the command line prints and exits by. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

export type Outcome = { readonly result: unknown } | { readonly error: Failure };

/** @param input As typed: texts and switches by option name. */
export async function runCommand(
  app: App,
  name: string,
  input: unknown,
  actor: Actor,
): Promise<Outcome> {
  try {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined) throw new Refusal('invalid', `There is no command "${name}".`);
    return { result: await command.run(app, command.input.parse(input), actor) };
  } catch (error) {
    return { error: toFailure(error) };
  }
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Refusal) return { code: error.code, message: error.message };
  if (error instanceof ConfigError) return { code: 'usage', message: error.message };
  if (error instanceof z.ZodError) {
    const lines = error.issues.map(({ path, message }) => `${flagOf(path)}: ${message}`);
    return { code: 'usage', message: lines.join('\n') };
  }
  if (error instanceof LockedError || error instanceof UnavailableError) {
    return { code: 'unavailable', message: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'failed', message: `Something went wrong: ${message}` };
}

function flagOf(path: readonly PropertyKey[]): string {
  const name = String(path[0] ?? 'input');
  if (name === 'argument') return 'argument';
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
