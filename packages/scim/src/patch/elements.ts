/** Arrays of multi-valued attributes (RFC 7643 §2.4). */
import { ScimError } from '../errors.ts';
import { isObject } from '../json/index.ts';
import type { ScimLimits } from '../limits.ts';
import { sameResource } from '../resource/index.ts';
import type { Json } from '../resource/types.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';

/** Appends what is not there yet; a new primary takes the place of the old one. */
export function appendElements(
  target: AttributeTarget,
  before: Json | undefined,
  added: readonly Json[],
  limits: ScimLimits,
): Json | undefined {
  const old = asElements(before);
  const isThere = membership(old, added.length);
  const fresh = added.filter((element) => !isThere(element));
  if (fresh.length === 0) return before;
  checkCount(target, old.length + fresh.length, limits);
  const cleared = fresh.some(isPrimary) ? old.map(withoutPrimary) : old;
  return [...cleared, ...fresh];
}

/** The array itself when it says the same, so that nothing counts as changed. */
export function replaceElements(
  before: Json | undefined,
  after: readonly Json[],
): Json | undefined {
  if (after.length === 0) return undefined;
  return before !== undefined && sameResource(before, after) ? before : after;
}

/** The elements of a value; none for an unassigned attribute. */
export function asElements(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

export function isPrimary(element: Json | undefined): boolean {
  return isObject(element) && element.primary === true;
}

export function withoutPrimary(element: Json): Json {
  return isObject(element) && isPrimary(element) ? { ...element, primary: false } : element;
}

/** @throws ScimError `invalidValue` beyond the limit valuesPerAttribute; also between operations. */
export function checkCount(target: AttributeTarget, count: number, limits: ScimLimits): void {
  if (count <= limits.valuesPerAttribute) return;
  throw new ScimError(
    'invalidValue',
    `${targetName(target)} would have ${count} values; at most ${limits.valuesPerAttribute} are ` +
      'allowed (limit valuesPerAttribute).',
  );
}

/** RFC 7643 §2.4: a value is there once; edits can make elements alike. */
export function withoutDuplicates(elements: readonly Json[]): readonly Json[] {
  if (elements.length < 2) return elements;
  const distinct = new Map<string, Json>();
  for (const element of elements) distinct.set(contentKey(element), element);
  return distinct.size === elements.length ? elements : [...distinct.values()];
}

/** Few look-ups compare one by one; many use a set of texts, so that the work stays linear. */
function membership(elements: readonly Json[], lookups: number): (element: Json) => boolean {
  if (lookups < 8) return (element) => elements.some((other) => sameResource(other, element));
  const keys = new Set(elements.map(contentKey));
  return (element) => keys.has(contentKey(element));
}

/** Equal for elements that say the same; sub-attributes are simple (RFC 7643 §2.3.8). */
function contentKey(element: Json): string {
  if (!isObject(element)) return JSON.stringify(element);
  return JSON.stringify(Object.entries(element).sort(([a], [b]) => (a < b ? -1 : 1)));
}
