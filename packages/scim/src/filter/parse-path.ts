/** Paths of PATCH operations (RFC 7644 figure 7) and of `sortBy` and `attributes` (§3.10). */
import { ScimError } from '../errors.ts';
import { DEFAULT_LIMITS, type ScimLimits } from '../limits.ts';
import type { AttributePath, Filter, PatchPath } from './ast.ts';
import { readAttributePath, readName, schemaUriAt } from './attribute-path.ts';
import { CLOSE_BRACKET, DOT, OPEN_BRACKET, QUOTE } from './characters.ts';
import { type Cursor, createCursor, failure, peek, quoteWord } from './cursor.ts';
import { checkBracketed, readFilter } from './parse-filter.ts';
import { checkLimits, stringEnd } from './prescan.ts';

const SLASH = 0x2f;

/**
 * Parses the path of a PATCH operation: `name.givenName`, `emails[type eq "work"].value`, or a
 * schema URI alone, which means all of that extension.
 *
 * @returns Frozen. `extension` is the URI when the path is nothing else; it can be any of
 * `schemaUris`, the base schema's included.
 * @throws ScimError `invalidPath`; `invalidFilter` for what stands inside the brackets.
 */
export function parsePath(
  text: string,
  schemaUris: readonly string[],
  limits: ScimLimits = DEFAULT_LIMITS,
): PatchPath {
  checkLimits(text, {
    error: 'invalidPath',
    length: limits.pathLength,
    lengthName: 'pathLength',
    terms: limits.filterTerms,
    // The bracket that holds the filter is not a nesting of the filter.
    depth: limits.pathDepth + 1,
    depthName: 'pathDepth',
  });
  const cursor = createCursor(text, schemaUris, 'invalidPath');
  const extension = schemaUriAt(cursor, 0, true);
  if (extension !== undefined) return createPatchPath(undefined, extension, undefined, undefined);
  checkStart(cursor);
  const path = readAttributePath(cursor);
  if (peek(cursor) !== OPEN_BRACKET) {
    checkEnd(cursor);
    return createPatchPath(path, undefined, undefined, undefined);
  }
  checkBracketed(cursor, path);
  const filter = readBracketed(cursor, path);
  const sub = readSubAfterBracket(cursor);
  checkEnd(cursor);
  return createPatchPath(path, undefined, filter, sub);
}

/**
 * Parses a plain attribute path.
 *
 * @returns Undefined when the text is none; whether the attribute exists is for `resolvePath`.
 */
export function parseAttributePath(
  text: string,
  schemaUris: readonly string[],
): AttributePath | undefined {
  const cursor = createCursor(text, schemaUris, 'invalidPath');
  try {
    const path = readAttributePath(cursor);
    return cursor.at === cursor.end ? path : undefined;
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function createPatchPath(
  path: AttributePath | undefined,
  extension: string | undefined,
  filter: Filter | undefined,
  sub: string | undefined,
): PatchPath {
  return Object.freeze({ path, extension, filter, sub });
}

function checkStart(cursor: Cursor): void {
  if (cursor.end === 0) {
    throw failure(cursor, 0, 'it is empty. Write an attribute, such as displayName.');
  }
  if (peek(cursor) === SLASH) {
    const advice = 'Write name.givenName, or emails[type eq "work"].value to choose a value';
    throw failure(cursor, 0, `paths of SCIM are not written with "/". ${advice}.`);
  }
}

/** The filter between the brackets; its mistakes are mistakes of a filter (7644-3.5.2-08). */
function readBracketed(cursor: Cursor, path: AttributePath): Filter {
  const open = cursor.at;
  const close = closingBracket(cursor, open);
  const inner: Cursor = {
    ...cursor,
    error: 'invalidFilter',
    at: open + 1,
    end: close,
    parent: path.attribute,
  };
  const filter = readFilter(inner);
  cursor.at = close + 1;
  return filter;
}

function closingBracket(cursor: Cursor, open: number): number {
  const { text, end } = cursor;
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACKET) return at;
    if (code === QUOTE) at = stringEnd(text, at, end);
  }
  throw failure(cursor, open, 'the "[" that opens here is never closed by "]".');
}

function readSubAfterBracket(cursor: Cursor): string | undefined {
  if (peek(cursor) !== DOT) return undefined;
  cursor.at++;
  return readName(cursor);
}

function checkEnd(cursor: Cursor): void {
  if (cursor.at >= cursor.end) return;
  const word = quoteWord(cursor, cursor.at);
  throw failure(cursor, cursor.at, `the path should end here, but ${word} follows.`);
}
