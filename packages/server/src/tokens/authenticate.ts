import { hash } from 'node:crypto';
import { ScimError } from '@rollcall/scim';
import type { LiveConnection, LiveOrganization, LiveToken, Registry } from '../registry/index.ts';
import { isTokenText } from './format.ts';

export interface Authenticated {
  readonly token: LiveToken;
  readonly organization: LiveOrganization;
  readonly connection: LiveConnection;
  /** The header held the token alone, without a scheme. */
  readonly isBare: boolean;
}

const REALM = 'Bearer realm="Rollcall"';
const SCHEME = 'bearer ';

/**
 * Who sends this `Authorization` header (RFC 6750 §2.1). The scheme is compared without case; a
 * header with the token alone is accepted by tolerant connections.
 *
 * @throws ScimError `unauthorized`; the detail is what an administrator reads in the identity provider.
 */
export function authenticateToken(
  registry: Registry,
  header: string | null,
  now: number,
): Authenticated {
  const { text, isBare } = readHeader(header);
  const token = registry.tokenByDigest(hash('sha256', text));
  if (token === undefined) throw unknownToken(text);
  const organization = registry.organization(token.organizationId);
  const connection =
    token.connectionId === null
      ? undefined
      : registry.connection(token.organizationId, token.connectionId);
  if (organization === undefined || connection === undefined) throw unknownToken(text);
  checkUsable(token, organization, now);
  if (isBare && connection.mode === 'strict') {
    throw refuse('The Authorization header has no scheme. Send "Bearer", a space and the token.');
  }
  return { token, organization, connection, isBare };
}

function readHeader(header: string | null): { text: string; isBare: boolean } {
  if (header === null || header === '') {
    throw new ScimError('unauthorized', 'Send a token: the Authorization header is missing.', {
      headers: { 'WWW-Authenticate': REALM },
    });
  }
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME) {
    return { text: header, isBare: true };
  }
  const text = withoutSpaces(header.slice(SCHEME.length));
  if (/^bearer\s/i.test(text)) {
    throw refuse(
      'The Authorization header says "Bearer" twice. The identity provider adds it by itself: ' +
        'enter the token without it.',
    );
  }
  return { text, isBare: false };
}

/** Spaces at the ends only: a token with anything else behind it, white space too, is another one. */
function withoutSpaces(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === ' ') from++;
  while (to > from && text[to - 1] === ' ') to--;
  return text.slice(from, to);
}

function unknownToken(text: string): ScimError {
  if (text.startsWith('rcpat_') && !isTokenText(text)) {
    return refuse('The token is mistyped or cut off. Copy it again, or make a new one.');
  }
  return refuse('The token is not known. Make a new one and enter it in the identity provider.');
}

function checkUsable(token: LiveToken, organization: LiveOrganization, now: number): void {
  if (token.revokedAt !== null) {
    throw refuse(`The token "${token.name}" was revoked. Make a new one.`);
  }
  if (token.expiresAt <= now) {
    const date = new Date(token.expiresAt).toISOString().slice(0, 10);
    throw refuse(`The token "${token.name}" expired on ${date}. Make a new one.`);
  }
  if (organization.suspendedAt !== null) {
    throw refuse(`The organisation "${organization.name}" is suspended. Ask the operator.`);
  }
}

/** RFC 6750 §3.1. */
function refuse(detail: string): ScimError {
  return new ScimError('unauthorized', detail, {
    headers: { 'WWW-Authenticate': `${REALM}, error="invalid_token"` },
  });
}
