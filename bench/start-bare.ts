import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';

export interface BareServer {
  readonly port: number;
  readonly child: ChildProcess;
}

/**
 * Starts a bare server and waits until it answers. It ends with this process.
 *
 * @param script A file that takes the words `database port token`.
 */
export async function startBare(script: URL, database: string, token: string): Promise<BareServer> {
  const port = await freePort();
  const words = ['--conditions=rollcall-source', fileURLToPath(script), database, String(port)];
  const child = spawn(process.execPath, [...words, token], { stdio: 'inherit' });
  // Before the files that it uses are removed.
  process.prependListener('exit', () => child.kill('SIGKILL'));
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/`)).body?.cancel();
      return { port, child };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error('The bare server did not start.');
}
