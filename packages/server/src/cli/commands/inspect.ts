import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Check } from './doctor.ts';

/** What reading a whole database file tells about it. */
export interface Inspection {
  /** `ok`, or the first thing that SQLite found wrong. */
  readonly integrity: string;
  readonly counts: Check;
}

/**
 * Reads every page and row of a database file. Takes seconds for a large one, so it runs in a thread
 * of its own: a server that is asked goes on answering.
 */
export async function inspect(path: string): Promise<Inspection> {
  const worker = new Worker(new URL('./inspect-worker.ts', import.meta.url), {
    workerData: { path },
  });
  const [inspection] = (await once(worker, 'message')) as [Inspection];
  await worker.terminate();
  return inspection;
}
