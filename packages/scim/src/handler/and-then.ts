import type { MaybePromise } from './store.ts';

/**
 * Goes on with a value at once when it is there. A store that answers at once then has its answers
 * sent in the same turn of the event loop, which for a read is a tenth of its time.
 */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>) {
  return value instanceof Promise ? value.then(next) : next(value);
}
