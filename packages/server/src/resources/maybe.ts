import type { MaybePromise } from '../db/index.ts';

/** Goes on with a value at once when it is there: a point read then costs no turn of the loop. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>) {
  return value instanceof Promise ? value.then(next) : next(value);
}
