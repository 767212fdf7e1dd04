import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

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

/** Runs the command line as a person would and waits for its end. */
export function runCli(...words: string[]): Promise<CliResult> {
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
