import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { MaybePromise } from '../db/index.ts';
import {
  type ActivityTarget,
  FIELDS,
  type Field,
  type FromWorker,
  pack,
  type ToWorker,
} from './messages.ts';
import type { RequestOutcome } from './outcomes.ts';
import type { ActivityEntry, ActivityFilter, ActivityLog, ActivityRow } from './types.ts';

/** Rows that go to the worker at once. */
const BATCH_ROWS = 512;
/** How long a row waits for others, milliseconds. */
const BATCH_MS = 100;
/** Rows on their way at most; more are dropped. */
const ROWS_MAX = 50_000;
/** Characters of bodies on their way at most; beyond, rows go without their bodies. */
const BODY_CHARACTERS_MAX = 16 * 1024 * 1024;
/** How long rows that are on their way may take when the log is closed, milliseconds. */
const CLOSE_MS = 8000;
/** Longest body that the worker looks at, characters: bulky ones are members by the thousand. */
const BODY_MAX = 64 * 1024;

export interface ActivityLogOptions {
  /** Where the rows go; a file is made when the first is written. */
  readonly target: ActivityTarget;
  /** The newest rows that pass the filter, newest first. */
  readonly read: (filter: ActivityFilter) => MaybePromise<ActivityRow[]>;
  readonly readOutcomes: (
    organizationIds: readonly string[],
    since: string,
  ) => MaybePromise<RequestOutcome[]>;
}

/**
 * The log of SCIM requests. Rows are collected here and redacted and written by a worker thread,
 * started with the first of them.
 */
export function createActivityLog(options: ActivityLogOptions): ActivityLog {
  const { target, read, readOutcomes } = options;
  const flushes = new Map<number, () => void>();
  let batch: Field[] = [];
  /** Rows that the worker has not answered for. */
  let outstanding = 0;
  let bodyCharacters = 0;
  let dropped = 0;
  let flushNumber = 0;
  let timer: NodeJS.Timeout | undefined;
  let seat: { readonly worker: Worker; readonly gone: Promise<void> } | undefined;
  let closed = false;

  function open(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: target });
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    worker.on('message', (message: FromWorker) => hear(message));
    worker.on('error', (error) => process.emitWarning(`The activity log failed: ${error.message}`));
    worker.on('exit', () => {
      leave();
      resolve();
    });
    worker.unref();
    seat = { worker, gone };
    return worker;
  }

  /** A worker that is gone takes its rows with it; the next batch starts another. */
  function leave(): void {
    seat = undefined;
    dropped += outstanding;
    outstanding = 0;
    for (const resolve of flushes.values()) resolve();
    flushes.clear();
  }

  function hear(message: FromWorker): void {
    if (message.kind === 'flushed') {
      flushes.get(message.number)?.();
      flushes.delete(message.number);
      return;
    }
    outstanding -= message.rows;
    dropped += message.lost;
    if (outstanding === 0) bodyCharacters = 0;
  }

  function tell(message: ToWorker): void {
    (seat?.worker ?? open()).postMessage(message);
  }

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length === 0) return;
    outstanding += batch.length / FIELDS;
    tell({ kind: 'rows', fields: batch });
    batch = [];
  }

  function keptBody(body: string | undefined): string | undefined {
    if (body === undefined) return undefined;
    if (body.length > BODY_MAX || bodyCharacters + body.length > BODY_CHARACTERS_MAX) {
      return JSON.stringify(`[${body.length} characters]`);
    }
    bodyCharacters += body.length;
    return body;
  }

  async function flush(): Promise<void> {
    send();
    if (seat === undefined) return;
    const number = ++flushNumber;
    const { promise, resolve } = Promise.withResolvers<void>();
    flushes.set(number, resolve);
    seat.worker.ref();
    tell({ kind: 'flush', number });
    await promise;
    seat?.worker.unref();
  }

  async function finish(): Promise<void> {
    await flush();
    if (seat === undefined) return;
    const { gone, worker } = seat;
    worker.ref();
    tell({ kind: 'close' });
    await gone;
  }

  return {
    record(entry: ActivityEntry) {
      if (closed || outstanding + batch.length / FIELDS >= ROWS_MAX) {
        dropped += 1;
        return;
      }
      pack(batch, entry, keptBody(entry.requestBody));
      if (batch.length >= BATCH_ROWS * FIELDS) send();
      else timer ??= setTimeout(send, BATCH_MS).unref();
    },
    flush,
    async recent(filter) {
      await flush();
      return read(filter);
    },
    async outcomes(organizationIds, since) {
      await flush();
      return readOutcomes(organizationIds, since);
    },
    get dropped() {
      return dropped;
    },
    async close() {
      closed = true;
      if (seat === undefined && batch.length === 0) return;
      await Promise.race([finish(), sleep(CLOSE_MS, undefined, { ref: false })]);
      // Where the rows cannot be written they are lost: stopping must not wait for them.
      await seat?.worker.terminate();
    },
  };
}
