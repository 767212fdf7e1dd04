/** What values are compared by, and in which order. */
import type { Json } from '../resource/types.ts';
import type { Attribute } from '../schema/types.ts';
import { fold } from './fold.ts';
import { instantKey } from './instant.ts';
import type { ComparisonKey } from './resolved.ts';

/**
 * The key of one value of a simple attribute: two values are equal where their keys are, and ordered
 * as `compareKeys` orders these. Folded text where case does not matter, exact text where it does,
 * a number, a boolean, or an instant (see `instantKey`). A reference to a SCIM resource has its
 * relative form, `Users/26`, so that host and version do not count (7643-2.4-06).
 *
 * @returns Undefined for a complex attribute and for a value that is not of the attribute's type.
 */
export function comparisonKey(attribute: Attribute, value: Json): ComparisonKey | undefined {
  switch (attribute.type) {
    case 'string':
    case 'binary':
      return typeof value === 'string' ? textKey(attribute, value) : undefined;
    case 'reference':
      if (typeof value !== 'string') return undefined;
      return textKey(attribute, namesResources(attribute) ? relativeReference(value) : value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
    case 'decimal':
      if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
      return value === 0 ? 0 : value;
    case 'dateTime':
      return typeof value === 'string' ? instantKey(value) : undefined;
    case 'complex':
      return undefined;
  }
}

/**
 * Orders two keys: text by code points (not by UTF-16 units, which put U+E000 to U+FFFF behind all
 * that needs surrogates), numbers by value, false before true. Databases order UTF-8 the same way.
 *
 * @returns Below, above, or equal to 0.
 */
export function compareKeys(a: ComparisonKey, b: ComparisonKey): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return rank(a) - rank(b);
}

/** Keys of one attribute have one type; the order of types only makes the order total. */
function rank(key: ComparisonKey): number {
  if (typeof key === 'boolean') return 0;
  return typeof key === 'number' ? 1 : 2;
}

function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return sortable(x) - sortable(y);
  }
  return a.length - b.length;
}

/** Moves surrogates above all other units: a pair stands for a code point above U+FFFF. */
function sortable(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function textKey({ caseExact }: Attribute, value: string): string {
  return caseExact ? value : fold(value);
}

/** RFC 7643 §7 referenceTypes: `uri` and `external`, or names of resource types. */
function namesResources({ referenceTypes }: Attribute): boolean {
  return referenceTypes.some((type) => type !== 'uri' && type !== 'external');
}

/** The last two segments of a path: `https://host/scim/v2/Users/26` and `/Users/26` alike. */
function relativeReference(uri: string): string {
  const slash = uri.lastIndexOf('/');
  const before = slash > 0 ? uri.lastIndexOf('/', slash - 1) : -1;
  // Two slashes side by side belong to a scheme and a host without a path.
  return before === slash - 1 ? uri : uri.slice(before + 1);
}
