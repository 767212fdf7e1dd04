/**
 * JSON from clients. `JSON.parse` builds the values, but it merges duplicate names, takes lone
 * surrogates and turns 1e400 into Infinity, so a scan of the text comes first. The scan touches
 * every character at most twice and needs memory only for the names of the objects still open.
 */
import { ScimError } from '../errors.ts';
import type { Json } from '../resource/types.ts';
import { createNames } from './names.ts';

export interface JsonLimits {
  /** Deepest nesting of objects and arrays. */
  readonly jsonDepth: number;
}

/**
 * Reads a JSON text strictly.
 *
 * @throws ScimError `invalidSyntax` for text that is no JSON, for a name that occurs twice in one
 * object (whatever its case, RFC 7643 §2.1), for nesting beyond the limit, NUL characters, lone
 * surrogates, and numbers that a double cannot hold. Details never quote values.
 */
export function readJson(text: string, limits: JsonLimits): Json {
  if (text.length === 0) throw syntaxError('The body is empty; JSON was expected.');
  if (!text.isWellFormed()) throw loneSurrogate();
  scan(text, limits.jsonDepth);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    // The parser's own error quotes the body, so it stays out of the log too.
    throw syntaxError(`The body is not valid JSON${position(cause)}.`);
  }
}

/**
 * Looks for what `JSON.parse` would let pass. Text that is no JSON may come through: the parser
 * refuses it afterwards.
 */
function scan(text: string, depthLimit: number): void {
  const names = createNames();
  let depth = 0;
  let nameNext = false;
  let backslash = next(text, '\\', 0);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    switch (code) {
      case QUOTE: {
        if (backslash < i) backslash = next(text, '\\', i);
        const plainEnd = next(text, '"', i + 1);
        const end = backslash > plainEnd ? plainEnd : escapedEnd(text, backslash);
        if (nameNext) {
          const name = text.slice(i + 1, end);
          names.add(backslash > plainEnd ? name : decodeName(text.slice(i, end + 1)));
          nameNext = false;
        }
        i = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        if (++depth > depthLimit) throw tooDeep(depthLimit);
        nameNext = code === OPEN_OBJECT;
        names.open(nameNext);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (--depth < 0) return;
        names.close();
        nameNext = false;
        break;
      case COMMA:
        nameNext = names.inObject();
        break;
      default:
        if (code === MINUS || (code >= ZERO && code <= NINE)) i = numberEnd(text, i) - 1;
    }
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LETTER_U = 0x75;

/** Position of a character at or after `from`; the length of the text if there is none. */
function next(text: string, character: string, from: number): number {
  const found = text.indexOf(character, from);
  return found === -1 ? text.length : found;
}

/** The end of a string whose first escape is at `from`: the position of its closing quote. */
function escapedEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    if (code !== BACKSLASH) continue;
    i++;
    if (text.charCodeAt(i) === LETTER_U) i = unicodeEscapeEnd(text, i);
  }
  return text.length;
}

/**
 * Checks the escape whose `u` is at `at`, and its second half if it is a surrogate.
 *
 * @returns The position of the last character of the escape.
 */
function unicodeEscapeEnd(text: string, at: number): number {
  const unit = hexUnit(text, at + 1);
  if (unit === 0) throw syntaxError('The body holds a NUL character (\\u0000); none is allowed.');
  if (unit < 0xd800 || unit > 0xdfff) return at + 4;
  const low = text.startsWith('\\u', at + 5) ? hexUnit(text, at + 7) : -1;
  if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) throw loneSurrogate();
  return at + 10;
}

/** The value of four hexadecimal digits. */
function hexUnit(text: string, at: number): number {
  const digits = text.slice(at, at + 4);
  if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw syntaxError('The body has a malformed \\u escape.');
  return Number.parseInt(digits, 16);
}

/** The position after a number, which has to fit a double: whole numbers exactly. */
function numberEnd(text: string, start: number): number {
  let end = start + 1;
  let whole = true;
  let exponent = false;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code >= ZERO && code <= NINE) continue;
    if (code === 0x2e) whole = false;
    else if (code === 0x45 || code === 0x65) exponent = true;
    else if (code !== 0x2b && code !== MINUS) break;
  }
  if (exponent || end - start > SAFE_DIGITS)
    checkNumber(text.slice(start, end), whole && !exponent);
  return end;
}

/** As many digits always fit a double exactly. */
const SAFE_DIGITS = 15;

function checkNumber(token: string, whole: boolean): void {
  const value = Number(token);
  if (whole ? Number.isSafeInteger(value) : Number.isFinite(value)) return;
  if (Number.isNaN(value)) return;
  throw syntaxError(
    whole
      ? 'The body holds a whole number beyond ±9007199254740991, which cannot be kept exactly.'
      : 'The body holds a number that is too large.',
  );
}

/** A name with escapes as the parser will read it. */
function decodeName(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw syntaxError('The body is not valid JSON: a name has a malformed escape.');
  }
}

/** Where the parser stopped, as far as the engine tells; its message may quote the body. */
function position(cause: unknown): string {
  const found = cause instanceof Error ? /at position (\d{1,10})/.exec(cause.message) : null;
  return found === null ? '' : ` (position ${found[1]})`;
}

function tooDeep(limit: number): ScimError {
  return syntaxError(`The body nests deeper than ${limit} levels (limit jsonDepth).`);
}

function loneSurrogate(): ScimError {
  return syntaxError('The body holds half of a surrogate pair, which is no Unicode character.');
}

function syntaxError(detail: string): ScimError {
  return new ScimError('invalidSyntax', detail);
}
