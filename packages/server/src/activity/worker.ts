/** The worker thread that redacts and writes the activity log, away from requests. */
import { setPriority } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openActivityFile } from './activity-file.ts';
import { openActivityTable } from './activity-table.ts';
import type { ActivityTarget, FromWorker, ToWorker } from './messages.ts';
import { FIELDS } from './messages.ts';
import type { ActivityErasure, ActivityStore } from './types.ts';

/** Requests come first when processors are short. */
const NICENESS = 19;

const target = workerData as ActivityTarget;
const store: ActivityStore =
  target.kind === 'file' ? openActivityFile(target.path) : openActivityTable(target);
let isClosed = false;

// On Linux 0 is the calling thread, elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, NICENESS);

/** Deletes old rows in small steps, between which batches are written. */
async function deleteOld(before: number): Promise<void> {
  while (!isClosed && (await store.deleteOld(before))) await turn();
}

async function erase(erasure: ActivityErasure): Promise<void> {
  let before: number | undefined = Number.MAX_SAFE_INTEGER;
  while (!isClosed && before !== undefined) {
    before = await store.erase(erasure, before);
    await turn();
  }
}

/** Tells when something is done, or what it failed with. */
async function doing(number: number, work: Promise<void>): Promise<void> {
  const failure = await work.then(
    () => undefined,
    (error) => String(error),
  );
  answer({ kind: 'done', number, failure });
}

function answer(message: FromWorker): void {
  parentPort?.postMessage(message);
}

async function handle(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'rows': {
      const rows = message.fields.length / FIELDS;
      try {
        answer({ kind: 'written', rows: await store.write(message.fields), lost: 0 });
      } catch {
        // A full disk loses rows of this log; it must not stop the service.
        answer({ kind: 'written', rows, lost: rows });
      }
      break;
    }
    case 'flush':
      answer({ kind: 'done', number: message.number, failure: undefined });
      break;
    // These two let batches pass between their steps.
    case 'erase':
      void doing(message.number, erase(message.erasure));
      break;
    case 'delete old':
      void doing(message.number, deleteOld(message.before));
      break;
    case 'close':
      isClosed = true;
      await store.close();
      parentPort?.close();
  }
}

/** One after the other, so that a flush is answered after the rows before it. */
let handled: Promise<void> = Promise.resolve();
parentPort?.on('message', (message: ToWorker) => {
  handled = handled.then(() => handle(message));
});
