/** Media types (RFC 7644 §3.8 and §8.1; RFC 9110 §12.5.1). */
import { ScimError } from '../../errors.ts';
import type { HeaderReader } from '../session.ts';

export const SCIM_JSON = 'application/scim+json';
const JSON_TYPE = 'application/json';

export type MediaType = typeof SCIM_JSON | typeof JSON_TYPE;

/**
 * The media type to answer with: SCIM's own unless the client prefers plain JSON.
 *
 * @throws ScimError `notAcceptable` when the client takes neither.
 */
export function answerType(accept: string | null): MediaType {
  if (accept === null || accept === SCIM_JSON || accept === '*/*' || accept === '') {
    return SCIM_JSON;
  }
  const scim: Preference = { quality: 0, precision: 0 };
  const json: Preference = { quality: 0, precision: 0 };
  for (const range of accept.split(',')) {
    const parts = range.split(';');
    const type = (parts[0] ?? '').trim().toLowerCase();
    const quality = qualityOf(parts);
    weigh(scim, type, SCIM_JSON, quality);
    weigh(json, type, JSON_TYPE, quality);
  }
  if (scim.quality === 0 && json.quality === 0) {
    throw new ScimError(
      'notAcceptable',
      `Answers are ${SCIM_JSON} or ${JSON_TYPE}; the Accept header allows neither.`,
    );
  }
  return json.quality > scim.quality ? JSON_TYPE : SCIM_JSON;
}

interface Preference {
  quality: number;
  /** How exactly the range that set `quality` names the type, 1 to 3. */
  precision: number;
}

/** RFC 9110 §12.5.1: the most specific range counts. */
function weigh(preference: Preference, range: string, type: MediaType, quality: number): void {
  const precision = range === type ? 3 : range === 'application/*' ? 2 : range === '*/*' ? 1 : 0;
  if (precision === 0 || precision < preference.precision) return;
  preference.quality = quality;
  preference.precision = precision;
}

function qualityOf(parts: readonly string[]): number {
  for (let i = 1; i < parts.length; i++) {
    const part = (parts[i] ?? '').trim().toLowerCase();
    if (!part.startsWith('q=')) continue;
    const quality = Number(part.slice(2));
    return quality >= 0 && quality <= 1 ? quality : 0;
  }
  return 1;
}

/**
 * Refuses bodies that are not JSON in UTF-8 as they are. A body without a Content-Type is taken.
 *
 * @throws ScimError `unsupportedMediaType`.
 */
export function checkBodyType(headers: HeaderReader): void {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') {
    throw new ScimError(
      'unsupportedMediaType',
      'Compressed bodies are not supported; send it without Content-Encoding.',
    );
  }
  const header = headers.get('content-type');
  if (header === null || header === SCIM_JSON) return;
  const parts = header.split(';');
  const type = (parts[0] ?? '').trim().toLowerCase();
  if ((type !== SCIM_JSON && type !== JSON_TYPE) || !parts.slice(1).every(isHarmless)) {
    throw new ScimError(
      'unsupportedMediaType',
      `The body has to be ${SCIM_JSON} or ${JSON_TYPE}, in UTF-8.`,
    );
  }
}

/** Whether a parameter of Content-Type leaves UTF-8 as the charset. */
function isHarmless(parameter: string): boolean {
  const text = parameter.trim().toLowerCase();
  if (!text.startsWith('charset')) return true;
  const value = text.slice(text.indexOf('=') + 1).trim();
  return value === 'utf-8' || value === '"utf-8"' || value === 'utf8';
}
