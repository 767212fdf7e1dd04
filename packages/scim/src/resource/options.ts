import { ScimError } from '../errors.ts';
import { clip } from '../json/index.ts';
import type { ScimLimits } from '../limits.ts';
import { targetName } from '../schema/index.ts';
import type { AttributeTarget } from '../schema/types.ts';
import type { Json, Mode, Noter } from './types.ts';

/** How values of a client are read. */
export interface ReadOptions {
  readonly mode: Mode;
  readonly note: Noter;
  readonly limits: ScimLimits;
}

/** 400 `invalidValue`: names the attribute, what was expected, and what kind of value came. */
export function wrongValue(target: AttributeTarget, expected: string, given: Json): ScimError {
  return new ScimError(
    'invalidValue',
    `${targetName(target)}: ${expected} was expected, but ${describe(given)} was given.`,
  );
}

/** The kind of a value; values themselves may be personal or secret and are not repeated. */
function describe(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return 'a number';
  return value === '' ? 'an empty string' : 'a string';
}

/** Leaves an unknown name out (tolerant) or refuses it (strict: 400 `invalidSyntax`). */
export function unknownAttribute(path: string, options: ReadOptions): void {
  if (options.mode === 'strict') {
    throw new ScimError(
      'invalidSyntax',
      `${clip(path)} is not an attribute of this resource's schemas.`,
    );
  }
  options.note('unknown-attribute', path.slice(0, SUBJECT_LENGTH_MAX).toWellFormed());
}

/** Notes are stored and shown, so a client's name in them is cut. */
const SUBJECT_LENGTH_MAX = 200;
