/**
 * Limits checked in one pass over the text, before anything recursive or allocating runs. A parser
 * that checks as it goes has already built what it then refuses.
 */
import { ScimError } from '../errors.ts';
import {
  BACKSLASH,
  CLOSE_BRACKET,
  CLOSE_GROUP,
  isWordAt,
  OPEN_BRACKET,
  OPEN_GROUP,
  QUOTE,
  SPACE,
} from './characters.ts';

export interface TextLimits {
  readonly error: 'invalidFilter' | 'invalidPath';
  /** UTF-16 code units. */
  readonly length: number;
  readonly lengthName: string;
  /** Comparisons; one more than there are `and` and `or`. */
  readonly terms: number;
  /** Open `(` and `[` at once. */
  readonly depth: number;
  readonly depthName: string;
}

/** Deeper nesting is refused whatever is configured, so that no setting can exhaust the stack. */
export const DEPTH_MAX = 200;

/** @throws ScimError that names the limit. */
export function checkLimits(text: string, limits: TextLimits): void {
  if (text.length > limits.length) {
    throw overLimit(limits, `is longer than ${limits.length} characters`, limits.lengthName);
  }
  const depthMax = Math.min(limits.depth, DEPTH_MAX);
  let depth = 0;
  let terms = 1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(text, at, text.length);
        break;
      case OPEN_GROUP:
      case OPEN_BRACKET:
        if (++depth > depthMax) throw tooDeep(limits, depthMax, at);
        break;
      case CLOSE_GROUP:
      case CLOSE_BRACKET:
        depth--;
        if (joinsAt(text, at + 1) && ++terms > limits.terms) throw tooManyTerms(limits);
        break;
      case SPACE:
        if (joinsAt(text, at + 1) && ++terms > limits.terms) throw tooManyTerms(limits);
        break;
    }
  }
}

/** Index of the quote that closes the string opened at `open`, or `end` when none does. */
export function stringEnd(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return end;
}

function joinsAt(text: string, at: number): boolean {
  return isWordAt(text, at, text.length, 'and') || isWordAt(text, at, text.length, 'or');
}

function tooManyTerms(limits: TextLimits): ScimError {
  return overLimit(limits, `has more than ${limits.terms} comparisons`, 'filterTerms');
}

function tooDeep(limits: TextLimits, depthMax: number, at: number): ScimError {
  const what = `nests brackets more than ${depthMax} deep at position ${at + 1}`;
  return overLimit(limits, what, limits.depthName);
}

function overLimit({ error }: TextLimits, what: string, limit: string): ScimError {
  const subject = error === 'invalidPath' ? 'path' : 'filter';
  return new ScimError(error, `The ${subject} ${what} (limit ${limit}). Ask for less at a time.`);
}
