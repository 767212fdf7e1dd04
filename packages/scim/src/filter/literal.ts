/** Values in filters: JSON strings and numbers, and true, false and null in any case (AMB-07). */
import type { Literal } from './ast.ts';
import { BACKSLASH, DOT, isDigit, isLetter, isWordAt, MINUS, QUOTE } from './characters.ts';
import { type Cursor, failure, peek } from './cursor.ts';

const EXPECTED =
  'a value is expected: text in double quotes, such as "bjensen", a number, true, false or null.';

/** Reads the value of a comparison. */
export function readLiteral(cursor: Cursor): Literal {
  const code = peek(cursor);
  if (code === QUOTE) return readString(cursor);
  if (code === MINUS || isDigit(code)) return readNumber(cursor);
  if (isLetter(code)) return readWord(cursor);
  throw failure(cursor, cursor.at, EXPECTED);
}

function readWord(cursor: Cursor): boolean | null {
  const { text, at, end } = cursor;
  if (isWordAt(text, at, end, 'true')) {
    cursor.at += 4;
    return true;
  }
  if (isWordAt(text, at, end, 'false')) {
    cursor.at += 5;
    return false;
  }
  if (isWordAt(text, at, end, 'null')) {
    cursor.at += 4;
    return null;
  }
  throw failure(cursor, at, EXPECTED);
}

function readString(cursor: Cursor): string {
  const { text, end, at: open } = cursor;
  let start = open + 1;
  let value = '';
  let plain = true;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      value += text.slice(start, at);
      cursor.at = at + 1;
      if (!plain && !value.isWellFormed()) throw failure(cursor, open, HALF_CHARACTER);
      return value;
    }
    if (code === BACKSLASH) {
      plain = false;
      value += text.slice(start, at) + readEscape(cursor, at);
      at += text.charCodeAt(at + 1) === LOWER_U ? 5 : 1;
      start = at + 1;
    } else if (code < 0x20) {
      throw failure(cursor, at, 'a control character has to be written as an escape, such as \\n.');
    } else if (code >= 0xd800) plain = false;
  }
  throw failure(cursor, open, 'the double quote that opens here is never closed.');
}

const HALF_CHARACTER = 'the text has half of a surrogate pair, which is no character.';
const LOWER_U = 0x75;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** RFC 8259 §7. A NUL is refused, as in bodies: no text that is kept can hold one. */
function readEscape(cursor: Cursor, at: number): string {
  const { text, end } = cursor;
  const letter = at + 1 < end ? text.charAt(at + 1) : '';
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return simple;
  let unit = letter === 'u' && at + 6 <= end ? 0 : Number.NaN;
  for (let i = at + 2; i < at + 6; i++) unit = unit * 16 + hexValue(text.charCodeAt(i));
  if (unit === 0) throw failure(cursor, at, 'the character NUL (\\u0000) is not allowed.');
  if (unit > 0) return String.fromCharCode(unit);
  throw failure(
    cursor,
    at,
    'a backslash has to be followed by one of " \\ / b f n r t, or by u and four hexadecimal ' +
      'digits. Write a backslash itself as \\\\.',
  );
}

function hexValue(code: number): number {
  if (isDigit(code)) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 && code < 0x80 ? lower - 0x57 : Number.NaN;
}

const PLUS = 0x2b;
const ZERO = 0x30;
const LOWER_E = 0x65;

/** RFC 8259 §6. */
function readNumber(cursor: Cursor): number {
  const { text, at: start } = cursor;
  if (peek(cursor) === MINUS) cursor.at++;
  if (peek(cursor) === ZERO) {
    cursor.at++;
    if (isDigit(peek(cursor))) throw failure(cursor, start, 'a number does not begin with 0.');
  } else skipDigits(cursor);
  if (peek(cursor) === DOT) {
    cursor.at++;
    skipDigits(cursor);
  }
  if ((peek(cursor) | 0x20) === LOWER_E) {
    cursor.at++;
    const sign = peek(cursor);
    if (sign === PLUS || sign === MINUS) cursor.at++;
    skipDigits(cursor);
  }
  const value = Number(text.slice(start, cursor.at));
  if (!Number.isFinite(value)) throw failure(cursor, start, 'the number is too large.');
  // Minus zero is zero; only one of them can be printed.
  return value === 0 ? 0 : value;
}

function skipDigits(cursor: Cursor): void {
  const start = cursor.at;
  while (isDigit(peek(cursor))) cursor.at++;
  if (cursor.at === start) throw failure(cursor, start, 'the number needs a digit here.');
}
