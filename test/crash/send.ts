/** One write of a crash test, and what its answer means. */
import type { Journal } from './journal.ts';

export interface Target {
  /** Ends with `/v1/scim/v2`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly groupId: string;
}

export type Answer =
  | { readonly kind: 'acknowledged'; readonly body: string }
  /** It did not happen and will not. */
  | { readonly kind: 'refused' | 'unreachable' }
  /** It happened as a whole or not at all. */
  | { readonly kind: 'unknown' };

/** A server that does not answer for so long hangs, milliseconds. */
const HANGS_MS = 20_000;
const MEDIA_TYPE = 'application/scim+json';
const REFUSALS: ReadonlySet<number> = new Set([503, 507]);
const UNKNOWN = 504;
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** Sends a write and counts it in the journal. Anything but 2xx, 503, 504 and 507 is a fault. */
export async function send(
  target: Target,
  journal: Journal,
  method: string,
  path: string,
  body: string | undefined,
): Promise<Answer> {
  const started = performance.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(target.baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${target.token}`, 'Content-Type': MEDIA_TYPE },
      signal: AbortSignal.timeout(HANGS_MS),
      ...(body === undefined ? {} : { body }),
    });
    text = await response.text();
  } catch (error) {
    return withoutAnswer(error, journal, `${method} ${path}`);
  }
  const ms = performance.now() - started;
  if (ms > journal.slowest.ms) journal.slowest = { ms, answer: `${method} ${response.status}` };
  if (response.ok) {
    const { acknowledgedBy } = journal;
    acknowledgedBy.set(target.baseUrl, (acknowledgedBy.get(target.baseUrl) ?? 0) + 1);
    return { kind: 'acknowledged', body: text };
  }
  if (!isOrderly(response, text)) {
    journal.faults.push(`${method} ${path}: ${response.status} ${text}`);
  }
  if (REFUSALS.has(response.status)) {
    journal.refused++;
    return { kind: 'refused' };
  }
  journal.unknown++;
  return { kind: 'unknown' };
}

function withoutAnswer(error: unknown, journal: Journal, request: string): Answer {
  const { name, cause } = Object(error);
  if (Reflect.get(Object(cause), 'code') === 'ECONNREFUSED') {
    journal.unreachable++;
    return { kind: 'unreachable' };
  }
  if (name === 'TimeoutError') journal.faults.push(`${request}: no answer in ${HANGS_MS} ms`);
  journal.unknown++;
  return { kind: 'unknown' };
}

/** A SCIM error (RFC 7644 §3.12) that says when to come again. */
function isOrderly(response: Response, text: string): boolean {
  const { status, headers } = response;
  if (!REFUSALS.has(status) && status !== UNKNOWN) return false;
  if (!/^[1-9]\d*$/.test(headers.get('retry-after') ?? '')) return false;
  try {
    const body = Object(JSON.parse(text));
    return body.status === String(status) && [body.schemas].flat().includes(ERROR);
  } catch {
    return false;
  }
}
