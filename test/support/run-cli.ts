/** The command line: in this process, which costs a tenth, or in one of its own. */
import { spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../packages/server/src/cli/command-line.ts';

const MAIN = fileURLToPath(new URL('../../packages/server/src/cli/main.ts', import.meta.url));
/** For `node`, before the words of the command line: as the scripts of the project have them. */
export const NODE_ARGUMENTS: readonly string[] = [
  '--max-semi-space-size=8',
  '--conditions=rollcall-source',
  MAIN,
];

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Does what a person would type, but in this process. */
export async function runCli(...words: string[]): Promise<CliResult> {
  const stdout = new Collector();
  const stderr = new Collector();
  const output: Parameters<typeof runCommandLine>[1] = { stdout, stderr };
  await runCommandLine(words, output);
  return { code: Number(output.exitCode ?? 0), stdout: stdout.text, stderr: stderr.text };
}

/** Runs the command line as a person would and waits for its end. */
export function spawnCli(...words: string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, ...words]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

class Collector extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
