/** The place where reading is, and the errors that name it. */
import { ScimError } from '../errors.ts';
import { clip } from '../json/index.ts';
import {
  CLOSE_BRACKET,
  CLOSE_GROUP,
  OPEN_BRACKET,
  OPEN_GROUP,
  QUOTE,
  SPACE,
} from './characters.ts';

export interface Cursor {
  readonly text: string;
  /** Reading stops before this index. */
  readonly end: number;
  readonly schemaUris: readonly string[];
  /** What a mistake is called here (RFC 7644 table 9). */
  readonly error: 'invalidFilter' | 'invalidPath';
  /** Index of the next character. */
  at: number;
  /** Inside `attribute[…]`: that attribute as written. */
  parent: string | undefined;
}

export function createCursor(
  text: string,
  schemaUris: readonly string[],
  error: Cursor['error'],
): Cursor {
  return { text, end: text.length, schemaUris, error, at: 0, parent: undefined };
}

/** The character code at the cursor; NaN at the end, which equals no code. */
export function peek(cursor: Cursor): number {
  return cursor.at < cursor.end ? cursor.text.charCodeAt(cursor.at) : Number.NaN;
}

/** Steps over spaces and says whether there were any. Other white space is none in this grammar. */
export function skipSpaces(cursor: Cursor): boolean {
  const start = cursor.at;
  while (cursor.at < cursor.end && cursor.text.charCodeAt(cursor.at) === SPACE) cursor.at++;
  return cursor.at > start;
}

/** A refusal that says where; positions count from 1, as people do. */
export function failure(cursor: Cursor, at: number, expectation: string): ScimError {
  const subject = cursor.error === 'invalidPath' ? 'path' : 'filter';
  const place = at >= cursor.text.length ? 'at its end' : `at position ${at + 1}`;
  return new ScimError(
    cursor.error,
    `The ${subject} cannot be understood ${place}: ${expectation}`,
  );
}

/** What stands at an index, up to the next space or punctuation, quoted for a message. */
export function quoteWord(cursor: Cursor, at: number): string {
  let wordEnd = at;
  while (wordEnd < cursor.end && !endsWord(cursor.text.charCodeAt(wordEnd))) wordEnd++;
  return clip(cursor.text.slice(at, Math.max(wordEnd, at + 1)));
}

function endsWord(code: number): boolean {
  return (
    code === SPACE ||
    code === QUOTE ||
    code === OPEN_GROUP ||
    code === CLOSE_GROUP ||
    code === OPEN_BRACKET ||
    code === CLOSE_BRACKET
  );
}
