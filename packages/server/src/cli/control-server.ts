/**
 * Lets the command line work while a server runs: commands come in over a Unix socket that only the
 * owner of the data directory can open.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { App } from '../app.ts';
import { type Outcome, runCommand } from './run-command.ts';
import { socketPath } from './socket-path.ts';

/** Largest command, bytes. */
const COMMAND_BYTES_MAX = 1024 * 1024;

const message = z.strictObject({
  command: z.string(),
  input: z.record(z.string(), z.unknown()),
  user: z.string().max(200),
});

export interface ControlServer {
  close(): Promise<void>;
}

/** The caller holds the lock of the data directory, so a socket that is there is left over. */
export async function startControlServer(app: App): Promise<ControlServer> {
  rmSync(join(app.config.dataDir, 'rollcall.sock'), { force: true });
  const server = createServer(async (request, response) => {
    const outcome = await answer(app, request);
    response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(JSON.stringify(outcome));
  });
  const { path, release } = socketPath(app.config.dataDir);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          release();
          resolve();
        });
      }),
  };
}

async function answer(app: App, request: IncomingMessage): Promise<Outcome> {
  try {
    const { command, input, user } = message.parse(JSON.parse(await readBody(request)));
    return await runCommand(app, command, input, { kind: 'cli', id: user });
  } catch (error) {
    return { error: { code: 'failed', message: `The command was not understood: ${error}` } };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > COMMAND_BYTES_MAX) throw new Error('The command is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
