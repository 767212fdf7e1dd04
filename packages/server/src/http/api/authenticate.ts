/** Who asks the operator's API: `Authorization: Bearer rcop_…` (RFC 6750 §2.1). */
import type { App } from '../../app.ts';
import type { Actor } from '../../events/index.ts';
import { findOperatorKey, noteOperatorKeyUse, type OperatorKey } from '../../operators/index.ts';
import { isOperatorKeyText } from '../../tokens/index.ts';
import { ApiError } from './api-error.ts';

const SCHEME = /^bearer +/i;
const REALM = 'Bearer realm="Rollcall operator"';
/** How often the last use of a key is written, milliseconds. */
const INTERVAL_MS = 60_000;

/** @throws ApiError 401. */
export async function authenticateOperator(app: App, header: string | undefined): Promise<Actor> {
  if (header === undefined || header === '') {
    throw unauthorized('Send an operator key: the Authorization header is missing.', REALM);
  }
  const text = header.replace(SCHEME, '');
  if (text === header || !isOperatorKeyText(text)) {
    throw unauthorized('The Authorization header has no operator key. Send "Bearer rcop_…".');
  }
  const key = await findOperatorKey(app.reader, text);
  if (key === undefined) throw unauthorized('The operator key is not known.');
  const now = app.clock();
  checkUsable(key, now.toISOString());
  noteUse(app, key, now);
  return { kind: 'operator', id: key.id };
}

function checkUsable({ name, revokedAt, expiresAt }: OperatorKey, at: string): void {
  if (revokedAt !== null) throw unauthorized(`The operator key "${name}" was revoked.`);
  if (expiresAt !== null && expiresAt <= at) {
    throw unauthorized(`The operator key "${name}" expired on ${expiresAt.slice(0, 10)}.`);
  }
}

function noteUse(app: App, { id, lastUsedAt }: OperatorKey, now: Date): void {
  if (lastUsedAt !== null && now.getTime() - Date.parse(lastUsedAt) < INTERVAL_MS) return;
  // A use that could not be written is written at the next one.
  noteOperatorKeyUse(app, id, now.toISOString()).catch(() => {});
}

/** RFC 6750 §3.1. */
function unauthorized(detail: string, challenge = `${REALM}, error="invalid_token"`): ApiError {
  return new ApiError(401, detail, { 'WWW-Authenticate': challenge });
}
