/** Character codes and classes of the filter language (grammar of RFC 7644 figure 1). */

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const DOLLAR = 0x24;
export const OPEN_GROUP = 0x28;
export const CLOSE_GROUP = 0x29;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
const UNDERSCORE = 0x5f;

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a && code < 0x80;
}

/** RFC 7643 §2.1 nameChar, with the `$` that the grammar of filters forgot (erratum 8924). */
export function isNameCharacter(code: number): boolean {
  return (
    isLetter(code) || isDigit(code) || code === MINUS || code === UNDERSCORE || code === DOLLAR
  );
}

/** Where the run of name characters that begins at `start` ends; `start` when there is none. */
export function nameEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isNameCharacter(text.charCodeAt(at))) at++;
  return at;
}

/** Whether the lower-case ASCII letters of `word` stand at `at`, in any case, as a whole word. */
export function isWordAt(text: string, at: number, end: number, word: string): boolean {
  const after = at + word.length;
  if (after > end) return false;
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(at + i);
    if ((code | 0x20) !== word.charCodeAt(i) || code >= 0x80) return false;
  }
  return after === end || !isNameCharacter(text.charCodeAt(after));
}
