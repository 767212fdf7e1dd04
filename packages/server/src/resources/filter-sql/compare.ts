/**
 * Comparisons in SQL. Each is true or false, never NULL, whatever it is given: `not` around it is
 * then exact. Text is compared by code point, which is SQLite's BINARY order of UTF-8.
 */
import type { Attribute, ComparisonKey, ResolvedOperator } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import type { SqlDialect } from '../../db/index.ts';

/** A value that may be missing: NULL. */
export type Value = RawBuilder<unknown>;
/** True or false. */
export type Condition = RawBuilder<boolean>;

export const TRUE: Condition = sql<boolean>`true`;
export const FALSE: Condition = sql<boolean>`false`;

/** Where a condition stands: in a WHERE, perhaps below `and` and `or`, a NULL does for false. */
export type Standing = 'anywhere' | 'in where';

export function compare(
  dialect: SqlDialect,
  value: Value,
  operator: ResolvedOperator,
  key: ComparisonKey,
  standing: Standing = 'anywhere',
): Condition {
  if (typeof key === 'string' && key.includes('\0')) return compareNul(value, operator, key);
  const parameter = typeof key === 'boolean' ? Number(key) : key;
  switch (operator) {
    case 'eq':
      // PostgreSQL's indexes know only this one.
      if (standing === 'in where') return sql`${value} = ${parameter}`;
      return sql`${value} is not distinct from ${parameter}`;
    case 'gt':
      return sql`coalesce(${value} > ${parameter}, false)`;
    case 'ge':
      return sql`coalesce(${value} >= ${parameter}, false)`;
    case 'lt':
      return sql`coalesce(${value} < ${parameter}, false)`;
    case 'le':
      return sql`coalesce(${value} <= ${parameter}, false)`;
    case 'co':
    case 'sw':
    case 'ew':
      return compareParts(dialect, value, operator, String(key));
  }
}

/** No LIKE: it has wildcards to escape, and its own idea of letter case. */
function compareParts(
  dialect: SqlDialect,
  value: Value,
  operator: 'co' | 'sw' | 'ew',
  key: string,
): Condition {
  if (key === '') return sql`${value} is not null`;
  if (operator === 'co') return sql`coalesce(${dialect.contains(value, key)}, false)`;
  const length = codePoints(key);
  return operator === 'sw'
    ? sql`substr(${value}, 1, ${sql.lit(length)}) is not distinct from ${key}`
    : sql`${dialect.last(value, length)} is not distinct from ${key}`;
}

/**
 * No value has a NUL in it, and PostgreSQL takes none as a parameter. A value without one lies above
 * a key exactly if it lies above the part before the NUL, and below it if it lies at or below that.
 */
function compareNul(value: Value, operator: ResolvedOperator, key: string): Condition {
  const start = key.slice(0, key.indexOf('\0'));
  switch (operator) {
    case 'gt':
    case 'ge':
      return sql`coalesce(${value} > ${start}, false)`;
    case 'lt':
    case 'le':
      return sql`coalesce(${value} <= ${start}, false)`;
    default:
      return FALSE;
  }
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
