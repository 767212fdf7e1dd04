import { compareKeys, evaluate } from '../../filter/index.ts';
import { sortKey } from '../../resource/index.ts';
import type { JsonObject } from '../../resource/types.ts';
import type { ListQuery } from '../store.ts';

/**
 * Finds and orders what a list shows, by looking at everything.
 *
 * @param view The whole SCIM resource of an item; asked for only if the query needs it.
 * @returns All matches, in order.
 */
export function select<T>(
  items: readonly T[],
  { filter, sort }: ListQuery,
  view: (item: T) => JsonObject,
): readonly T[] {
  const found = filter === undefined ? items : items.filter((item) => evaluate(filter, view(item)));
  if (sort === undefined) return found;
  const sign = sort.descending ? -1 : 1;
  return found
    .map((item) => ({ item, key: sortKey(sort.target, view(item)) }))
    .sort((a, b) => sign * compareOptional(a.key, b.key))
    .map(({ item }) => item);
}

/** Missing values come last, or first when descending (RFC 7644 §3.4.2.3). */
function compareOptional(a: ReturnType<typeof sortKey>, b: ReturnType<typeof sortKey>): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareKeys(a, b);
}
