/** Operators of comparisons (RFC 7644 table 3). */
import type { CompareOperator } from './ast.ts';
import { isNameCharacter, QUOTE } from './characters.ts';
import { type Cursor, failure, peek, quoteWord } from './cursor.ts';

const NAMES = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'] as const;

/** By their two letters as one number. */
const BY_CODE: ReadonlyMap<number, CompareOperator | 'pr'> = new Map(
  NAMES.map((name) => [name.charCodeAt(0) * 0x10000 + name.charCodeAt(1), name]),
);

/** What people write from other languages, and what SCIM calls it. */
const OTHER_LANGUAGES: ReadonlyMap<string, CompareOperator> = new Map([
  ['"="', 'eq'],
  ['"=="', 'eq'],
  ['"equals"', 'eq'],
  ['"!="', 'ne'],
  ['"<>"', 'ne'],
  ['"contains"', 'co'],
  ['"like"', 'co'],
  ['"startswith"', 'sw'],
  ['"endswith"', 'ew'],
  ['">"', 'gt'],
  ['">="', 'ge'],
  ['"<"', 'lt'],
  ['"<="', 'le'],
]);

/** Reads an operator in any letter case. */
export function readOperator(cursor: Cursor): CompareOperator | 'pr' {
  const { text, at, end } = cursor;
  const code = (text.charCodeAt(at) | 0x20) * 0x10000 + (text.charCodeAt(at + 1) | 0x20);
  const operator = at + 2 <= end ? BY_CODE.get(code) : undefined;
  if (operator === undefined || (at + 2 < end && isNameCharacter(text.charCodeAt(at + 2)))) {
    throw unknownOperator(cursor);
  }
  cursor.at = at + 2;
  return operator;
}

function unknownOperator(cursor: Cursor): Error {
  const { at, end } = cursor;
  const list =
    'eq, ne, co (contains), sw (starts with), ew (ends with), gt, ge, lt, le, pr (has a value)';
  if (at >= end || peek(cursor) === QUOTE)
    return failure(cursor, at, `an operator is expected: ${list}.`);
  const word = quoteWord(cursor, at);
  const meant = OTHER_LANGUAGES.get(word.toLowerCase());
  const advice = meant === undefined ? `Use one of ${list}` : `Use ${meant}`;
  return failure(cursor, at, `${word} is not an operator. ${advice}.`);
}
