/**
 * Comparisons in SQL. Each is true or false, never NULL, whatever it is given: `not` around it is
 * then exact. Text is compared by code point, which is SQLite's BINARY order of UTF-8.
 */
import type { Attribute, ComparisonKey, ResolvedOperator } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';

/** A value that may be missing: NULL. */
export type Value = RawBuilder<unknown>;
/** 1 or 0. */
export type Condition = RawBuilder<boolean>;

export const TRUE: Condition = sql<boolean>`1`;
export const FALSE: Condition = sql<boolean>`0`;

export function compare(value: Value, operator: ResolvedOperator, key: ComparisonKey): Condition {
  const parameter = typeof key === 'boolean' ? Number(key) : key;
  switch (operator) {
    case 'eq':
      return sql`${value} is ${parameter}`;
    case 'gt':
      return sql`coalesce(${value} > ${parameter}, 0)`;
    case 'ge':
      return sql`coalesce(${value} >= ${parameter}, 0)`;
    case 'lt':
      return sql`coalesce(${value} < ${parameter}, 0)`;
    case 'le':
      return sql`coalesce(${value} <= ${parameter}, 0)`;
    case 'co':
    case 'sw':
    case 'ew':
      return compareParts(value, operator, String(key));
  }
}

/** No LIKE: it has wildcards to escape, and its own idea of letter case. */
function compareParts(value: Value, operator: 'co' | 'sw' | 'ew', key: string): Condition {
  if (key === '') return sql`${value} is not null`;
  if (operator === 'co') return sql`coalesce(instr(${value}, ${key}) > 0, 0)`;
  const length = sql.lit(codePoints(key));
  return operator === 'sw'
    ? sql`substr(${value}, 1, ${length}) is ${key}`
    : sql`substr(${value}, -${length}) is ${key}`;
}

/** `pr` of a value that is no object: there, and if it is text, not empty. */
export function present(value: Value, attribute: Attribute): Condition {
  return isText(attribute) ? sql`coalesce(${value}, '') <> ''` : sql`${value} is not null`;
}

function isText({ type }: Attribute): boolean {
  return type === 'string' || type === 'reference' || type === 'binary';
}

export function and(terms: readonly Condition[]): Condition {
  return terms.length === 0 ? TRUE : sql`(${sql.join(terms, sql` and `)})`;
}

export function or(terms: readonly Condition[]): Condition {
  return terms.length === 0 ? FALSE : sql`(${sql.join(terms, sql` or `)})`;
}

export function not(term: Condition): Condition {
  return sql`(not ${term})`;
}

/** SQLite's `substr` counts code points. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
