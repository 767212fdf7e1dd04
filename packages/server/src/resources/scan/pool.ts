/**
 * Worker threads for lists that have to look at every resource. Started when first needed; one that
 * dies fails its own request only and is replaced by the next.
 */
import { Worker } from 'node:worker_threads';
import { ScimError } from '@rollcall/scim';
import { compileSql, SQLITE } from '../../db/index.ts';
import type { ScanAnswer, ScanJob, ScanList, ScanResult, ScanWorkerData } from './messages.ts';

/** Scans that may wait for a worker; more are refused. */
const WAITING_LIMIT = 256;

export interface ScanPoolOptions {
  /** The database file. */
  readonly path: string;
  /** Scans at a time. */
  readonly workers?: number;
  /** How long one scan may take, milliseconds. */
  readonly budgetMs?: number;
}

export interface ScanPool {
  /**
   * @throws ScimError `tooMany` when the scan takes too long; `unavailable` when too many wait, the
   * worker died, or the pool was closed.
   */
  run(list: ScanList): Promise<ScanResult>;
  /** Lets running scans end, refuses those that wait, and stops the workers. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: ScanJob;
  readonly resolve: (result: ScanResult) => void;
  readonly reject: (error: Error) => void;
}

interface Seat {
  readonly worker: Worker;
  active: { readonly number: number; readonly waiting: Waiting } | undefined;
  readonly gone: Promise<void>;
}

export function createScanPool(options: ScanPoolOptions): ScanPool {
  const { path, workers = 2, budgetMs = 5000 } = options;
  const queue: Waiting[] = [];
  const seats = new Set<Seat>();
  let number = 0;
  let closed = false;

  function open(): Seat {
    const workerData: ScanWorkerData = { path };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const seat: Seat = { worker, active: undefined, gone };
    worker.on('message', (answer: ScanAnswer) => finish(seat, answer));
    worker.on('error', () => leave(seat));
    worker.on('exit', () => {
      leave(seat);
      resolve();
    });
    worker.unref();
    seats.add(seat);
    return seat;
  }

  /** A worker that is gone: its request fails, the others go on with a new one. */
  function leave(seat: Seat): void {
    if (!seats.delete(seat)) return;
    const lost = seat.active;
    seat.active = undefined;
    lost?.waiting.reject(unavailable('The search was interrupted. Try again.'));
    advance();
  }

  function finish(seat: Seat, answer: ScanAnswer): void {
    const active = seat.active;
    if (active === undefined || active.number !== answer.number) return;
    seat.active = undefined;
    seat.worker.unref();
    settle(active.waiting, answer);
    advance();
  }

  function advance(): void {
    while (queue.length > 0) {
      const idle = [...seats].find(({ active }) => active === undefined);
      const seat = idle ?? (seats.size < workers ? open() : undefined);
      const waiting = seat && queue.shift();
      if (seat === undefined || waiting === undefined) return;
      number += 1;
      give(seat, waiting);
    }
  }

  function give(seat: Seat, waiting: Waiting): void {
    try {
      seat.worker.postMessage({ number, job: waiting.job });
    } catch (error) {
      waiting.reject(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    seat.active = { number, waiting };
    seat.worker.ref();
  }

  return {
    run(list) {
      if (closed) return Promise.reject(unavailable('The service is stopping.'));
      if (queue.length >= WAITING_LIMIT) {
        return Promise.reject(unavailable('Too many searches are waiting. Try again later.'));
      }
      return new Promise((resolve, reject) => {
        queue.push({ job: { ...compiled(list), budgetMs }, resolve, reject });
        advance();
      });
    },
    async close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(unavailable('The service is stopping.'));
      const leaving = [...seats];
      for (const { worker } of leaving) {
        worker.ref();
        worker.postMessage('close');
      }
      await Promise.all(leaving.map(({ gone }) => gone));
    },
  };
}

function compiled({ filter, sort, ...rest }: ScanList): Omit<ScanJob, 'budgetMs'> {
  return {
    ...rest,
    filter: filter && compileSql(filter, SQLITE),
    sort: sort && { key: compileSql(sort.key, SQLITE), descending: sort.descending },
  };
}

function settle({ resolve, reject, job }: Waiting, answer: ScanAnswer): void {
  switch (answer.kind) {
    case 'done':
      resolve(answer.result);
      break;
    case 'late':
      reject(tooLate(job.budgetMs, answer.share));
      break;
    case 'failed':
      reject(new Error(`A search failed: ${answer.message}`));
  }
}

/** @param share What of the resources was looked at, 0 to 1, where that is known. */
export function tooLate(budgetMs: number, share?: number): ScimError {
  const reached = share === undefined ? '' : ` (${Math.floor(share * 100)} % looked at)`;
  return new ScimError(
    'tooMany',
    `The filter has to look at every resource and was not done after ${budgetMs / 1000} seconds` +
      `${reached}. Filter by what is looked up directly, such as ` +
      'userName, externalId, emails or displayName with "eq", or use fewer terms.',
  );
}

export function unavailable(detail: string): ScimError {
  return new ScimError('unavailable', detail, { headers: { 'Retry-After': '1' } });
}
