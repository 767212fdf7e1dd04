/** Attribute notation (RFC 7644 §3.10): `userName`, `name.givenName`, `urn:…:User:manager.value`. */
import type { AttributePath } from './ast.ts';
import { COLON, DOLLAR, DOT, isLetter, isWordAt, nameEnd } from './characters.ts';
import { type Cursor, failure, peek, quoteWord } from './cursor.ts';

/** Reads a path and leaves the cursor behind it. */
export function readAttributePath(cursor: Cursor): AttributePath {
  const start = cursor.at;
  let schema: string | undefined;
  let attribute = readName(cursor);
  let sub = readSub(cursor);
  if (peek(cursor) === COLON) {
    schema = schemaUriAt(cursor, start, false);
    if (schema === undefined) throw unknownSchema(cursor, start);
    cursor.at = start + schema.length + 1;
    attribute = readName(cursor);
    sub = readSub(cursor);
  }
  if (cursor.parent !== undefined && (schema !== undefined || sub !== undefined)) {
    throw failure(
      cursor,
      start,
      `inside ${cursor.parent}[…] name the parts of one value alone: "${sub ?? attribute}".`,
    );
  }
  return createPath(schema, attribute, sub);
}

export function createPath(
  schema: string | undefined,
  attribute: string,
  sub: string | undefined,
): AttributePath {
  return Object.freeze({ kind: 'path', schema, attribute, sub });
}

/**
 * The known schema URI that stands at an index. URIs hold colons and dots, so no splitting tells
 * where one ends; the longest that fits is taken.
 *
 * @param whole Whether the URI has to reach the end of the text instead of a colon.
 * @returns The URI in its published case, or undefined.
 */
export function schemaUriAt(cursor: Cursor, at: number, whole: boolean): string | undefined {
  let longest: string | undefined;
  for (const uri of cursor.schemaUris) {
    if (longest !== undefined && uri.length <= longest.length) continue;
    const after = at + uri.length;
    const ends = whole ? after === cursor.end : cursor.text.charCodeAt(after) === COLON;
    if (ends && after <= cursor.end && equalsAt(cursor.text, at, uri)) longest = uri;
  }
  return longest;
}

/** ASCII letters without regard to case (7644-3.10-03); lengths stay the same. */
function equalsAt(text: string, at: number, uri: string): boolean {
  for (let i = 0; i < uri.length; i++) {
    const a = text.charCodeAt(at + i);
    const b = uri.charCodeAt(i);
    if (a !== b && !(isLetter(a) && isLetter(b) && (a | 0x20) === (b | 0x20))) return false;
  }
  return true;
}

export function readName(cursor: Cursor): string {
  const { text, at, end } = cursor;
  if (!isLetter(peek(cursor)) && !(peek(cursor) === DOLLAR && isWordAt(text, at + 1, end, 'ref'))) {
    throw failure(cursor, at, 'an attribute name is expected, such as userName.');
  }
  cursor.at = nameEnd(text, at + 1, end);
  return text.slice(at, cursor.at);
}

function readSub(cursor: Cursor): string | undefined {
  if (peek(cursor) !== DOT) return undefined;
  cursor.at++;
  const sub = readName(cursor);
  if (peek(cursor) === DOT) {
    throw failure(
      cursor,
      cursor.at,
      'a name has at most one dot, between an attribute and its part: name.givenName.',
    );
  }
  return sub;
}

function unknownSchema(cursor: Cursor, at: number): Error {
  const known = cursor.schemaUris.join(', ');
  return failure(
    cursor,
    at,
    `${quoteWord(cursor, at)} begins with no schema URI that is known here (${known}), followed ` +
      'by a colon and an attribute name.',
  );
}
