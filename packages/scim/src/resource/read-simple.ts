/** Values of simple attributes, by type (RFC 7643 §2.3). */
import { ScimError } from '../errors.ts';
import { instantKey } from '../filter/index.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import { checkFormat, isUri } from './formats.ts';
import { type ReadOptions, wrongValue } from './options.ts';
import type { Json } from './types.ts';

/**
 * Reads one simple value.
 *
 * @throws ScimError `invalidValue` for a wrong JSON type, a malformed value, or one that is too long.
 */
export function readSimple(target: AttributeTarget, value: Json, options: ReadOptions): Json {
  const { type } = target.sub ?? target.attribute;
  switch (type) {
    case 'boolean':
      return readBoolean(target, value, options);
    case 'decimal':
    case 'integer':
      return readNumber(target, value, type);
    default:
      return readText(target, value, options);
  }
}

function readBoolean(target: AttributeTarget, value: Json, options: ReadOptions): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && options.mode === 'tolerant') {
    const word = value.length <= 5 ? value.toLowerCase() : '';
    if (word === 'true' || word === 'false') {
      options.note('boolean-string', targetName(target));
      return word === 'true';
    }
  }
  throw wrongValue(target, 'true or false', value);
}

/**
 * RFC 7643 §2.3.3 and §2.3.4. How a number was written is gone after parsing, so 1.0 is an integer
 * like 1; the reader of the text has refused what a double cannot hold.
 */
function readNumber(target: AttributeTarget, value: Json, type: 'decimal' | 'integer'): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw wrongValue(target, `a JSON number (${type})`, value);
  }
  if (type === 'integer' && !Number.isSafeInteger(value)) {
    throw wrongValue(target, 'a whole number', value);
  }
  // Minus zero has no JSON text of its own.
  return value === 0 ? 0 : value;
}

function readText(target: AttributeTarget, value: Json, options: ReadOptions): string {
  if (typeof value !== 'string') throw wrongValue(target, 'a string', value);
  checkLength(target, value, options.limits.valueBytes);
  checkCharacters(target, value);
  switch ((target.sub ?? target.attribute).type) {
    case 'dateTime':
      if (instantKey(value) === undefined) {
        throw wrongValue(target, 'a date and time such as 2026-01-31T08:00:00Z', value);
      }
      break;
    case 'binary':
      if (!isBase64(value)) throw wrongValue(target, 'base64 (RFC 4648 §4)', value);
      break;
    case 'reference':
      // Identity providers put any text here; a strict connection wants a URI.
      if (options.mode === 'strict' && !isUri(value)) throw wrongValue(target, 'a URI', value);
      break;
  }
  if (options.mode === 'strict') checkFormat(target, value);
  return value;
}

const UTF8 = new TextEncoder();

function checkLength(target: AttributeTarget, value: string, limit: number): void {
  // A UTF-16 code unit takes at most three bytes of UTF-8 and at least one.
  if (value.length * 3 <= limit) return;
  if (value.length <= limit && UTF8.encode(value).length <= limit) return;
  throw new ScimError(
    'invalidValue',
    `${targetName(target)}: the value is longer than ${limit} bytes (limit valueBytes).`,
  );
}

/** The reader of JSON has seen to this for bodies; values can also come from a path's filter. */
function checkCharacters(target: AttributeTarget, value: string): void {
  if (value.includes('\0') || !value.isWellFormed()) {
    throw wrongValue(target, 'Unicode text without NUL', value);
  }
}

/** RFC 7643 §2.3.6: base64; the padding may be missing but not half there. */
function isBase64(value: string): boolean {
  const match = /^[A-Za-z0-9+/]*(={0,2})$/.exec(value);
  if (match === null) return false;
  const padding = match[1]?.length ?? 0;
  return padding === 0 ? value.length % 4 !== 1 : value.length % 4 === 0;
}
