/** The worker thread that redacts and writes the activity log, away from requests. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openActivityFile } from './activity-file.ts';
import { openActivityTable } from './activity-table.ts';
import type { ActivityTarget, FromWorker, ToWorker } from './messages.ts';
import { FIELDS } from './messages.ts';
import type { ActivityStore } from './types.ts';

const CLEANING_MS = 3_600_000;
/** Requests come first when processors are short. */
const NICENESS = 19;

const target = workerData as ActivityTarget;
const store: ActivityStore =
  target.kind === 'file'
    ? openActivityFile(target.path, target.retentionDays)
    : openActivityTable(target);

// On Linux 0 is the calling thread, elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, NICENESS);

/** Deletes old rows in small steps, between which batches are written. */
async function clean(): Promise<void> {
  if (await store.deleteOld(Date.now())) setImmediate(clean);
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
      answer({ kind: 'flushed', number: message.number });
      break;
    case 'close':
      await store.close();
      parentPort?.close();
  }
}

setImmediate(clean);
setInterval(clean, CLEANING_MS).unref();

/** One after the other, so that a flush is answered after the rows before it. */
let handled: Promise<void> = Promise.resolve();
parentPort?.on('message', (message: ToWorker) => {
  handled = handled.then(() => handle(message));
});
