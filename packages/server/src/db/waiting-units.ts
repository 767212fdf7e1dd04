/** Units that wait for their transaction, and what both writers tell them of it. */
import { OutcomeUnknownError, UnavailableError, type Unit } from './session.ts';

/** Units that may wait; more are refused rather than kept waiting without end. */
const WAITING_LIMIT = 20_000;

export interface WaitingUnit {
  readonly unit: Unit<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** When it came, as `performance.now()`. */
  readonly since: number;
}

/** What a unit gave or threw, told once its transaction is committed. */
export type Outcome = { readonly value: unknown } | { readonly failure: unknown };

/**
 * Takes a unit into a queue. Rejects with {@link UnavailableError} when there is no room.
 *
 * @param enqueue Is given the unit that waits.
 */
export function accept<T>(
  unit: Unit<T>,
  { isClosed, waiting }: { readonly isClosed: boolean; readonly waiting: number },
  enqueue: (waiting: WaitingUnit) => void,
): Promise<T> {
  if (isClosed) return Promise.reject(new UnavailableError('The service is stopping.'));
  if (waiting >= WAITING_LIMIT) {
    return Promise.reject(new UnavailableError('Too many writes are waiting.'));
  }
  return new Promise<T>((resolve, reject) => {
    const since = performance.now();
    enqueue({ unit, resolve: resolve as (value: unknown) => void, reject, since });
  });
}

/** After the commit: each unit hears its own outcome. */
export function settle(batch: readonly WaitingUnit[], outcomes: readonly Outcome[]): void {
  batch.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) reject(new Error('A unit of work was lost.'));
    else if ('failure' in outcome) reject(outcome.failure);
    else resolve(outcome.value);
  });
}

/** The transaction failed as a whole. */
export function refuse(batch: readonly WaitingUnit[], cause: unknown): void {
  const error =
    cause instanceof OutcomeUnknownError
      ? cause
      : new UnavailableError('The database did not take the write.', { cause });
  for (const { reject } of batch) reject(error);
}
