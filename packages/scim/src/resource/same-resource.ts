import { isObject } from '../json/index.ts';
import type { Json } from './types.ts';

/** Whether two JSON values say the same: names in any order, arrays in order. */
export function sameResource(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    const other = Array.isArray(b) ? (b as readonly Json[]) : undefined;
    if (other?.length !== a.length) return false;
    return (a as readonly Json[]).every((item, i) => sameResource(item, other[i] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => Object.hasOwn(b, name) && sameResource(a[name] ?? null, b[name] ?? null),
  );
}

/** A text that is equal for values that say the same; for finding duplicates in linear time. */
export function contentKey(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return JSON.stringify(names.map((name) => [name, value[name] ?? null]));
}
