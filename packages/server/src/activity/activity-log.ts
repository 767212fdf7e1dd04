import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { MaybePromise, Session } from '../db/index.ts';
import { HourMemory } from './hours.ts';
import {
  type ActivityTarget,
  FIELDS,
  type Field,
  type FromWorker,
  pack,
  type ToWorker,
} from './messages.ts';
import { readOutcomes } from './outcomes.ts';
import { readActivity, readAround } from './read-activity.ts';
import { findActivity, searchActivity } from './search-activity.ts';
import type { ActivityEntry, ActivityErasure, ActivityHours, ActivityLog } from './types.ts';

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
  /** Asks where the rows are; undefined when there are none yet. */
  readonly read: <R>(work: (session: Session) => MaybePromise<R>) => MaybePromise<R | undefined>;
  /** Erases there; without it the worker does. */
  readonly erase?: (erasure: ActivityErasure) => Promise<void>;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
  /** The worker is gone and will not answer. */
  abandon(): void;
}

/**
 * The log of SCIM requests. Rows are collected here and redacted and written by a worker thread,
 * started with the first of them.
 */
export function createActivityLog(options: ActivityLogOptions): ActivityLog {
  const { target, read } = options;
  /** Who waits for the worker to have done something, by its number. */
  const waiting = new Map<number, Waiting>();
  const hours = new HourMemory();
  /** Counts that are under way, by whose and from when: who asks for the same meanwhile gets the same. */
  const counting = new Map<string, Promise<ActivityHours>>();
  let batch: Field[] = [];
  /** Rows that the worker has not answered for. */
  let outstanding = 0;
  let bodyCharacters = 0;
  let dropped = 0;
  let lastNumber = 0;
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
    for (const { abandon } of waiting.values()) abandon();
    waiting.clear();
  }

  function hear(message: FromWorker): void {
    if (message.kind === 'done') {
      const { number, failure } = message;
      const waiter = waiting.get(number);
      waiting.delete(number);
      if (failure === undefined) waiter?.resolve();
      else waiter?.reject(new Error(`The activity log failed: ${failure}`));
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

  /** Has the worker do something, and keeps the process alive until it is done. */
  async function have(message: (number: number) => ToWorker): Promise<void> {
    const number = ++lastNumber;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const told = message(number);
    const fail = () => reject(new Error('The activity log stopped before it was done.'));
    waiting.set(number, { resolve, reject, abandon: told.kind === 'flush' ? resolve : fail });
    tell(told);
    seat?.worker.ref();
    await promise.finally(() => {
      if (waiting.size === 0) seat?.worker.unref();
    });
  }

  async function flush(): Promise<void> {
    send();
    if (seat !== undefined) await have((number) => ({ kind: 'flush', number }));
  }

  /** There is nothing to do in a file that nobody has written yet. */
  async function maintain(message: (number: number) => ToWorker): Promise<void> {
    await flush();
    if (target.kind === 'file' && existsSync(target.path)) await have(message);
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
      return (await read((session) => readActivity(session, filter))) ?? [];
    },
    async outcomes(organizationIds, since) {
      await flush();
      return (await read((session) => readOutcomes(session, organizationIds, since))) ?? [];
    },
    async search(search) {
      await flush();
      const page = await read((session) => searchActivity(session, search));
      return page ?? { rows: [], next: null };
    },
    async find(organizationId, id) {
      await flush();
      return read((session) => findActivity(session, organizationId, id));
    },
    async around(organizationId, id, count) {
      await flush();
      return (await read((session) => readAround(session, organizationId, id, count))) ?? [];
    },
    hours(organizationId, since, now) {
      const key = `${organizationId} ${since.slice(0, 13)}`;
      const count = async () => {
        await flush();
        const found = await read((session) => hours.read(session, organizationId, since, now));
        return found ?? { hours: [], since };
      };
      const present = counting.get(key);
      if (present !== undefined) return present;
      const begun = count().finally(() => counting.delete(key));
      counting.set(key, begun);
      return begun;
    },
    async erase(erasure) {
      if (options.erase === undefined) {
        return maintain((number) => ({ kind: 'erase', number, erasure }));
      }
      await flush();
      await options.erase(erasure);
    },
    deleteOld: (before) => maintain((number) => ({ kind: 'delete old', number, before })),
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
