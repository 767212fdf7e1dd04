import { expect } from 'vitest';
import type { Answer } from '../../support/scim-suite/client.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const SCIM_TYPES = new Set([
  undefined,
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
]);
const INTERNALS = /node_modules|\.ts:\d|\n\s+at |SQLITE_|select .* from |TypeError|RangeError/;

/** What every answer has to be: no 5xx, and a refusal is a whole SCIM error. */
export function expectScimAnswer(answer: Pick<Answer, 'status' | 'headers' | 'text'>): void {
  const wrong = faultOf(answer);
  if (wrong !== undefined) expect.fail(`${wrong}: ${answer.status} ${answer.text.slice(0, 500)}`);
}

/** What is wrong with an answer; undefined when nothing is. */
export function faultOf(answer: Pick<Answer, 'status' | 'headers' | 'text'>): string | undefined {
  const { status, headers, text } = answer;
  // 501 is how the standard answers what a service does not offer: /Me, Bulk, .search.
  if (status >= 500 && status !== 501) return 'A server error';
  if (status < 400) return undefined;
  if (!/^application\/(scim\+)?json/.test(headers.get('content-type') ?? '')) return 'Not SCIM';
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return 'Not JSON';
  }
  const error = Object(body);
  if (JSON.stringify(error.schemas) !== JSON.stringify([ERROR])) return 'Not the Error schema';
  if (error.status !== String(status)) return 'A status that differs';
  if (typeof error.detail !== 'string' || error.detail.trim() === '') return 'No detail';
  if (!SCIM_TYPES.has(error.scimType)) return 'An unknown scimType';
  if (INTERNALS.test(error.detail)) return 'Internals in the detail';
  return undefined;
}

/** Names and kinds of all that the shared prototypes have. */
export function prototypeSnapshot(): string {
  return [Object.prototype, Function.prototype, Array.prototype, String.prototype]
    .map((prototype) =>
      Reflect.ownKeys(prototype)
        .map(
          (key) =>
            `${String(key)}:${typeof Reflect.getOwnPropertyDescriptor(prototype, key)?.value}`,
        )
        .join(),
    )
    .join('\n');
}
