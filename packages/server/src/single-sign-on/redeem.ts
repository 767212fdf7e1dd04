/**
 * The way back: the code of an answer for an ID token, and everything that has to be true of it (OpenID
 * Connect Core §3.1.3, RFC 9207, RFC 7636).
 */
import type { Configuration, IDToken } from 'openid-client';
import type { SsoAttemptTable, SsoProviderTable } from '../db/index.ts';
import { isSubject } from '../identities/index.ts';
import { OutboundError } from '../outbound/index.ts';
import { nonceOf, verifierOf, type Way } from './attempts.ts';
import { CLOCK_TOLERANCE_S, createClient } from './client.ts';
import type { SsoDeps } from './deps.ts';
import type { KnownProvider } from './identity-providers.ts';
import { SsoProblem } from './problems.ts';

/** What is kept of words of the provider, characters. */
const REASON_LENGTH = 200;

/** What the provider vouches for. */
export interface Vouched {
  readonly subject: string;
  /** When the person signed in there, RFC 3339; undefined when it does not say. */
  readonly signedInAt: string | undefined;
  /** When its session ends, RFC 3339; undefined when it does not say. */
  readonly sessionEndsAt: string | undefined;
}

/**
 * @param url The redirect URI with the query that came, as it came.
 * @throws SsoProblem `denied`, `rejected`, `unreachable`.
 */
export async function redeem(
  deps: SsoDeps,
  row: SsoProviderTable,
  attempt: SsoAttemptTable,
  { way, url }: { readonly way: Way; readonly url: URL },
): Promise<Vouched> {
  const known = await deps.identityProviders.find(row.issuer);
  const client = await createClient(deps, row, known);
  const claims = await exchange(client, known, way, url);
  const now = deps.clock().getTime() / 1000;
  if (claims.azp !== undefined && claims.azp !== row.client_id) throw rejected('azp');
  if (claims.iat > now + CLOCK_TOLERANCE_S) throw rejected('iat');
  const subject: unknown = claims[row.subject_claim];
  if (!isSubject(subject)) throw rejected(`no usable claim ${row.subject_claim}`);
  const vouched = {
    subject,
    signedInAt: instant(claims.auth_time, now),
    sessionEndsAt: instant(claims.session_expiry),
  };
  if (attempt.purpose === 'prove') checkRecent(attempt, vouched);
  return vouched;
}

async function exchange(
  client: Configuration,
  known: KnownProvider,
  way: Way,
  url: URL,
): Promise<IDToken> {
  const oidc = await import('openid-client');
  try {
    const tokens = await oidc.authorizationCodeGrant(client, url, {
      expectedState: way.state,
      expectedNonce: nonceOf(way),
      pkceCodeVerifier: verifierOf(way),
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw rejected('no ID token');
    return claims;
  } catch (error) {
    throw problemOf(oidc, error);
  } finally {
    known.jwks = oidc.getJwksCache(client) ?? known.jwks;
  }
}

function problemOf(oidc: typeof import('openid-client'), error: unknown): Error {
  if (error instanceof SsoProblem) return error;
  if (error instanceof oidc.AuthorizationResponseError) {
    return new SsoProblem('denied', { reason: plain(error.error) }, error);
  }
  if (error instanceof oidc.ResponseBodyError) {
    return rejected(`token endpoint: ${plain(error.error)}`, error);
  }
  const outbound = [error, Reflect.get(Object(error), 'cause')].find(
    (one) => one instanceof OutboundError,
  );
  if (outbound !== undefined)
    return new SsoProblem('unreachable', { reason: outbound.message }, error);
  if (error instanceof oidc.ClientError) return rejected(reasonOf(error), error);
  return error instanceof Error ? error : new Error(String(error));
}

/** The library's words are its own; what the provider sent is in the cause, and stays there. */
function reasonOf(error: Error): string {
  const { cause } = error;
  const claim: unknown = Reflect.get(Object(Reflect.get(Object(cause), 'cause')), 'claim');
  const words = cause instanceof Error ? cause.message : error.message;
  return typeof claim === 'string' ? `${words} (${claim})` : words;
}

/** What other people wrote, as it may stand in a log. */
function plain(text: string): string {
  return text.replace(/[^\w.-]/g, '_').slice(0, REASON_LENGTH);
}

function rejected(reason: string, cause?: unknown): SsoProblem {
  return new SsoProblem('rejected', { reason: reason.slice(0, REASON_LENGTH) }, cause);
}

/**
 * A claim of seconds since 1970 as a time.
 *
 * @param latest No later than that; a clock that is ahead must make nothing fresher than now.
 */
function instant(claim: unknown, latest = Number.POSITIVE_INFINITY): string | undefined {
  if (typeof claim !== 'number' || !Number.isFinite(claim)) return undefined;
  const date = new Date(Math.min(claim, latest) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The question (`max_age=0`) went through the browser, so the answer has to be looked at. */
function checkRecent({ created_at }: SsoAttemptTable, { signedInAt }: Vouched): void {
  const least = new Date(Date.parse(created_at) - CLOCK_TOLERANCE_S * 1000).toISOString();
  if (signedInAt === undefined || signedInAt < least) throw new SsoProblem('not-recent');
}
