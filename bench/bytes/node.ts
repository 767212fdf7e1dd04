/** A node of Rollcall in this process, so that its memory can be looked at. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type App, openApp } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { serve } from '../../packages/server/src/http/serve.ts';
import { Registry } from '../../packages/server/src/registry/index.ts';
import { type Send, sender } from '../seed.ts';
import type { MeasuredStorage } from './storage.ts';

export interface LocalNode {
  readonly app: App;
  readonly send: Send;
  close(): Promise<void>;
}

/** @param data Its directory. */
export async function startLocalNode(
  data: string,
  { place }: MeasuredStorage,
  token: string,
): Promise<LocalNode> {
  const [, databaseUrl] = place;
  const config = readConfig(
    {
      ...(databaseUrl === undefined ? { data } : { databaseUrl }),
      port: 0,
      logLevel: 'silent',
      requestsPerSecond: 1e6,
      burst: 1e6,
    },
    {},
  );
  const app = await openApp(config);
  const server = await serve(app);
  return {
    app,
    send: sender(`${server.url}/v1/scim/v2`, token),
    async close() {
      await server.close();
      await app.close();
    },
  };
}

/** What it takes to keep every organisation of a database in memory. */
export async function measureRegistry(
  reader: App['reader'],
): Promise<{ readonly bytes: number; readonly milliseconds: number }> {
  const before = heapBytes();
  const started = performance.now();
  const registry = await Registry.load(reader);
  const milliseconds = performance.now() - started;
  const bytes = heapBytes() - before;
  // Still in use, so that it was not collected before it was counted.
  if (registry.plans.length === 0) throw new Error('The registry has no plans.');
  return { bytes, milliseconds };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
