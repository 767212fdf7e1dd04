/** The worker thread that redacts and writes the activity log, away from requests. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openActivityFile } from './activity-file.ts';
import type { ActivityWorkerData, FromWorker, ToWorker } from './messages.ts';
import { FIELDS } from './messages.ts';

const CLEANING_MS = 3_600_000;
/** Requests come first when processors are short. */
const NICENESS = 19;

const { path, retentionDays } = workerData as ActivityWorkerData;
const file = openActivityFile(path, retentionDays);

// On Linux 0 is the calling thread, elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, NICENESS);

/** Deletes old rows in small steps, between which batches are written. */
function clean(): void {
  if (file.deleteOld(Date.now())) setImmediate(clean);
}

function answer(message: FromWorker): void {
  parentPort?.postMessage(message);
}

setImmediate(clean);
setInterval(clean, CLEANING_MS).unref();

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'rows': {
      const rows = message.fields.length / FIELDS;
      try {
        answer({ kind: 'written', rows: file.write(message.fields), lost: 0 });
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
      file.close();
      parentPort?.close();
  }
});
