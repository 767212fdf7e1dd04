/**
 * Filters, by recursive descent (RFC 7644 §3.4.2.2). `or` binds weaker than `and`, `and` weaker
 * than `not`; keywords and names are taken in any letter case.
 */
import { DEFAULT_LIMITS, type ScimLimits } from '../limits.ts';
import type { AttributePath, Filter } from './ast.ts';
import { readAttributePath } from './attribute-path.ts';
import {
  CLOSE_BRACKET,
  CLOSE_GROUP,
  DOT,
  isWordAt,
  OPEN_BRACKET,
  OPEN_GROUP,
  SPACE,
} from './characters.ts';
import { type Cursor, createCursor, failure, peek, quoteWord, skipSpaces } from './cursor.ts';
import { readLiteral } from './literal.ts';
import { readOperator } from './operators.ts';
import { checkLimits } from './prescan.ts';

/**
 * Parses a filter.
 *
 * @param text Percent-decoded.
 * @param schemaUris The schema URIs that paths may begin with; see `schemaUris` of the schema.
 * @returns A frozen tree. Names are as written: whether they exist is for `resolveFilter`.
 * @throws ScimError `invalidFilter` saying where and what was expected, or which limit is passed.
 *
 * @example
 * parseFilter('emails[type eq "work"] and active eq true', schemaUris(userType));
 */
export function parseFilter(
  text: string,
  schemaUris: readonly string[],
  limits: ScimLimits = DEFAULT_LIMITS,
): Filter {
  checkLimits(text, {
    error: 'invalidFilter',
    length: limits.filterLength,
    lengthName: 'filterLength',
    terms: limits.filterTerms,
    depth: limits.filterDepth,
    depthName: 'filterDepth',
  });
  return readFilter(createCursor(text, schemaUris, 'invalidFilter'));
}

/** Reads a filter that fills all that is left before the cursor's end. */
export function readFilter(cursor: Cursor): Filter {
  skipSpaces(cursor);
  if (cursor.at >= cursor.end) {
    throw failure(
      cursor,
      cursor.at,
      'it is empty. Write a condition, such as userName eq "bjensen".',
    );
  }
  const filter = readOr(cursor);
  skipSpaces(cursor);
  if (cursor.at < cursor.end) throw unexpected(cursor, 'and, or, or the end');
  return filter;
}

function readOr(cursor: Cursor): Filter {
  const first = readAnd(cursor);
  if (!readJoin(cursor, 'or')) return first;
  const terms = [first];
  do terms.push(readAnd(cursor));
  while (readJoin(cursor, 'or'));
  return Object.freeze({ kind: 'or', terms: Object.freeze(terms) });
}

function readAnd(cursor: Cursor): Filter {
  const first = readTerm(cursor);
  if (!readJoin(cursor, 'and')) return first;
  const terms = [first];
  do terms.push(readTerm(cursor));
  while (readJoin(cursor, 'and'));
  return Object.freeze({ kind: 'and', terms: Object.freeze(terms) });
}

/** Steps over ` and ` or ` or ` if it comes next. */
function readJoin(cursor: Cursor, word: 'and' | 'or'): boolean {
  const { text, end, at } = cursor;
  if (at >= end) return false;
  const spaced = skipSpaces(cursor);
  const start = cursor.at;
  if (!isWordAt(text, start, end, word)) {
    cursor.at = at;
    return false;
  }
  cursor.at += word.length;
  if (!spaced) throw failure(cursor, start, `a space is missing before "${word}".`);
  if (!skipSpaces(cursor)) {
    throw failure(cursor, cursor.at, `after "${word}" a space and another condition are expected.`);
  }
  return true;
}

function readTerm(cursor: Cursor): Filter {
  const { text, at, end } = cursor;
  if (peek(cursor) === OPEN_GROUP) return readGroup(cursor);
  if (isWordAt(text, at, end, 'not')) {
    cursor.at += 3;
    skipSpaces(cursor);
    if (peek(cursor) === OPEN_GROUP) {
      return Object.freeze({ kind: 'not', operand: readGroup(cursor) });
    }
    // An attribute can be called "not"; only a bracket makes it the keyword.
    cursor.at = at;
  }
  return readExpression(cursor);
}

function readGroup(cursor: Cursor): Filter {
  const open = cursor.at++;
  skipSpaces(cursor);
  const filter = readOr(cursor);
  skipSpaces(cursor);
  if (cursor.at >= cursor.end) throw neverClosed(cursor, open);
  if (peek(cursor) !== CLOSE_GROUP) throw unexpected(cursor, 'and, or, or ")"');
  cursor.at++;
  return filter;
}

function readExpression(cursor: Cursor): Filter {
  const path = readAttributePath(cursor);
  return peek(cursor) === OPEN_BRACKET ? readValuePath(cursor, path) : readCondition(cursor, path);
}

/** The operator after a path, and the value after the operator. */
function readCondition(cursor: Cursor, path: AttributePath): Filter {
  const afterPath = cursor.at;
  if (!skipSpaces(cursor) && cursor.at < cursor.end) throw unexpected(cursor, 'a space');
  if (peek(cursor) === OPEN_BRACKET) {
    throw failure(cursor, afterPath, 'the "[" has to follow the name without a space.');
  }
  const operator = readOperator(cursor);
  if (operator === 'pr') {
    checkBoundary(cursor);
    return Object.freeze({ kind: 'present', path });
  }
  if (!skipSpaces(cursor) && cursor.at < cursor.end) throw unexpected(cursor, 'a space');
  const value = readLiteral(cursor);
  checkBoundary(cursor);
  return Object.freeze({ kind: 'compare', path, operator, value });
}

function readValuePath(cursor: Cursor, path: AttributePath): Filter {
  const open = cursor.at;
  if (cursor.parent !== undefined) {
    throw failure(cursor, open, 'there can be no "[" inside another "[".');
  }
  checkBracketed(cursor, path);
  cursor.at++;
  skipSpaces(cursor);
  cursor.parent = path.attribute;
  let filter = readOr(cursor);
  skipSpaces(cursor);
  if (cursor.at >= cursor.end) throw neverClosed(cursor, open);
  if (peek(cursor) !== CLOSE_BRACKET) throw unexpected(cursor, 'and, or, or "]"');
  cursor.at++;
  if (peek(cursor) === DOT) filter = readAfterBracket(cursor, filter);
  cursor.parent = undefined;
  checkBoundary(cursor);
  return Object.freeze({ kind: 'valuePath', path, filter });
}

/**
 * `emails[type eq "work"].value eq "x"` means `emails[type eq "work" and value eq "x"]`. The grammar
 * does not have it, but Entra ID matches users so.
 */
function readAfterBracket(cursor: Cursor, chosen: Filter): Filter {
  cursor.at++;
  const condition = readCondition(cursor, readAttributePath(cursor));
  const terms = chosen.kind === 'and' ? [...chosen.terms, condition] : [chosen, condition];
  return Object.freeze({ kind: 'and', terms: Object.freeze(terms) });
}

/** Brackets choose among the values of an attribute, so they follow its own name. */
export function checkBracketed(cursor: Cursor, { attribute, sub }: AttributePath): void {
  if (sub === undefined) return;
  const advice = `write ${attribute}[…], with "${sub}" inside the brackets or after them in a path.`;
  throw failure(cursor, cursor.at, `"[" cannot follow "${attribute}.${sub}"; ${advice}`);
}

/** What ends a condition: a space, a closing bracket, or the end. */
function checkBoundary(cursor: Cursor): void {
  const code = peek(cursor);
  if (code === SPACE || code === CLOSE_GROUP || code === CLOSE_BRACKET) return;
  if (cursor.at < cursor.end) throw unexpected(cursor, 'a space, a closing bracket, or the end');
}

function unexpected(cursor: Cursor, expected: string): Error {
  const word = quoteWord(cursor, cursor.at);
  return failure(cursor, cursor.at, `${expected} is expected here, not ${word}.`);
}

function neverClosed(cursor: Cursor, open: number): Error {
  return failure(
    cursor,
    open,
    `the "${cursor.text.charAt(open)}" that opens here is never closed.`,
  );
}
