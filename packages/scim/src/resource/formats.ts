/** Formats that only strict connections insist on; identity providers send free text here. */
import type { AttributeTarget } from '../schema/types.ts';
import { wrongValue } from './options.ts';

/** Characters of a URI reference (RFC 3986 §2); percent signs only as escapes. */
const URI = /^(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

/** Whether a text can be a URI or a relative reference (RFC 7643 §2.3.7). */
export function isUri(text: string): boolean {
  return URI.test(text);
}

/** RFC 7643 §4.1.1 and §4.1.2, by lower-cased path in the User schema. */
const FORMATS: ReadonlyMap<string, { readonly pattern: RegExp; readonly expected: string }> =
  new Map([
    ['locale', { pattern: /^[A-Za-z0-9_-]+$/, expected: 'a language tag such as en-US' }],
    [
      'addresses.country',
      { pattern: /^[A-Za-z]{2}$/, expected: 'a two-letter country code (ISO 3166-1)' },
    ],
  ]);

/** @throws ScimError `invalidValue` if the attribute has a format and the text is not in it. */
export function checkFormat(target: AttributeTarget, text: string): void {
  if (target.extension !== undefined || text === '') return;
  const { attribute, sub } = target;
  const format = FORMATS.get(sub === undefined ? attribute.name : `${attribute.name}.${sub.name}`);
  if (format !== undefined && !format.pattern.test(text)) {
    throw wrongValue(target, format.expected, text);
  }
}
