/** Rollcall as its users run it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from './free-port.ts';
import { NODE_ARGUMENTS, runCli } from './run-cli.ts';

/** How long a server may take until it answers, milliseconds. */
const START_MS = 60_000;

/** Runs one command line with `--json` and returns what it printed. Throws if it fails. */
export async function rollcall(data: string, ...words: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runCli(...words, ...placeOf(data, words), '--json');
  if (code !== 0)
    throw new Error(`rollcall ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

/** The directory, unless a PostgreSQL is named instead. */
function placeOf(data: string, words: readonly string[]): string[] {
  return words.includes('--database-url') ? [] : ['--data', data];
}

export interface ServerProcess {
  readonly port: number;
  /** Ends with `/v1/scim/v2`. */
  readonly baseUrl: string;
  readonly child: ChildProcess;
  /** Everything it printed. */
  output(): string;
  /** Ends the process without warning, as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop, and waits. */
  stop(): Promise<void>;
}

/** Starts a server on a data directory and waits until it is ready. */
export async function startProcess(data: string, ...options: string[]): Promise<ServerProcess> {
  const port = await freePort();
  const place = placeOf(data, options);
  const child = spawn(
    process.execPath,
    [...NODE_ARGUMENTS, 'serve', ...place, '--port', String(port), ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Whatever ends the test or the benchmark that started it, from before it is ready.
  const endWithUs = () => child.kill('SIGKILL');
  process.prependListener('exit', endWithUs);
  void exited.then(() => process.off('exit', endWithUs));
  await waitUntilReady(port, child, () => output);
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}/v1/scim/v2`,
    child,
    output: () => output,
    kill: end('SIGKILL'),
    stop: end('SIGTERM'),
  };
}

async function waitUntilReady(
  port: number,
  child: ChildProcess,
  output: () => string,
): Promise<void> {
  const end = Date.now() + START_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null) break;
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not start:\n${output()}`);
}
