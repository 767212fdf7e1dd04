/** Runs a command where the data is: in the server that holds it, or here when none runs. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { userInfo } from 'node:os';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { LockedError } from '../lock.ts';
import { type Outcome, runCommand, toFailure } from './run-command.ts';
import { socketPath } from './socket-path.ts';

/** How long another command, or a server that is starting, may hold the directory, milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;

/** Where a command finds its data, as given on the command line. */
export interface Place {
  readonly data?: unknown;
  readonly databaseUrl?: unknown;
  readonly migrationUrl?: unknown;
}

export async function execute(
  place: Place,
  command: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const config = readConfig(place, settingsOfPlace(process.env));
  const { dataDir, databaseUrl } = config;
  // Servers on PostgreSQL are told of changes by the database, whoever made them.
  if (databaseUrl !== undefined) return runHere(config, command, input);
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const remote = existsSync(dataDir) ? await askServer(dataDir, command, input) : undefined;
    if (remote !== undefined) return remote;
    try {
      return await runHere(config, command, input);
    } catch (error) {
      if (!(error instanceof LockedError) || Date.now() > end) return { error: toFailure(error) };
    }
    await sleep(PAUSE_MS);
  }
}

/**
 * The variables that say where the data is, where mail goes, what links start with, what secrets are sealed
 * with and what may be reached; a command has no use for the others of a server.
 */
export function settingsOfPlace({
  ROLLCALL_DATA,
  ROLLCALL_DATABASE_URL,
  ROLLCALL_MIGRATION_URL,
  ROLLCALL_SMTP_URL,
  ROLLCALL_MAIL_FROM,
  ROLLCALL_PUBLIC_URL,
  ROLLCALL_SECRET_KEY,
  ROLLCALL_SECRET_KEY_FILE,
  ROLLCALL_ALLOW_PRIVATE_ADDRESSES,
}: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ROLLCALL_DATA,
    ROLLCALL_DATABASE_URL,
    ROLLCALL_MIGRATION_URL,
    ROLLCALL_SMTP_URL,
    ROLLCALL_MAIL_FROM,
    ROLLCALL_PUBLIC_URL,
    ROLLCALL_SECRET_KEY,
    ROLLCALL_SECRET_KEY_FILE,
    ROLLCALL_ALLOW_PRIVATE_ADDRESSES,
  };
}

async function runHere(
  config: Config,
  command: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  const app = await openApp(config);
  try {
    return await runCommand(app, command, input, { kind: 'cli', id: userName() });
  } finally {
    await app.close();
  }
}

/** Undefined when no server listens. */
async function askServer(
  dataDir: string,
  command: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Outcome | undefined> {
  const { path, release } = socketPath(dataDir);
  try {
    return await post(path, JSON.stringify({ command, input, user: userName() }));
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    return { error: { code: 'unavailable', message: `The server did not answer: ${error}` } };
  } finally {
    release();
  }
}

/** For the audit log. A container may run as a user id that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function post(socket: string, body: string): Promise<Outcome> {
  return new Promise((resolveOutcome, reject) => {
    const sent = request({ socketPath: socket, method: 'POST', path: '/' }, (response) => {
      text(response).then((answer) => resolveOutcome(JSON.parse(answer) as Outcome), reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
