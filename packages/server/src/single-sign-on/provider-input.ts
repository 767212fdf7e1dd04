/** What a provider can be set to. */
import { z } from 'zod';
import { Refusal } from '../core.ts';
import { checkedUrl, OutboundError } from '../outbound/index.ts';

const TEXT_LENGTH = 500;
const SECRET_LENGTH = 2000;
const NAME_LENGTH = 100;
/** One word: it is written into an address. */
const WORD = /^[!-~]+$/;

/**
 * Claims that people change, or that are given to somebody else when the first has left. Whoever could
 * choose theirs could be anybody here.
 */
const MUTABLE_CLAIMS: ReadonlySet<string> = new Set([
  ...['email', 'emails', 'mail', 'verified_primary_email', 'verified_secondary_email', 'upn'],
  ...['preferred_username', 'unique_name', 'username', 'user_name', 'login', 'nickname', 'name'],
  ...['given_name', 'family_name', 'phone_number', 'profile', 'picture', 'website', 'address'],
]);

/** Claims that say nothing of a person: everybody has the same, or a new one each time. */
const IMPERSONAL_CLAIMS: ReadonlySet<string> = new Set([
  ...['iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'jti', 'nonce', 'acr', 'amr', 'auth_time', 'sid'],
  ...['at_hash', 'c_hash', 's_hash', 'typ', 'ver', 'tid', 'idp', 'hd', 'locale', 'zoneinfo'],
]);

const word = (length: number) =>
  z.string().min(1).max(length).regex(WORD, 'has letters, digits and signs, and no spaces');

/** For the operator's API, the console and the command line. What is left out stays as it is. */
export const providerInput = z.strictObject({
  name: z.string().trim().min(1).max(NAME_LENGTH).optional(),
  issuer: word(TEXT_LENGTH).optional(),
  clientId: word(TEXT_LENGTH).optional(),
  /** Null is a public client, which relies on PKCE alone. */
  clientSecret: word(SECRET_LENGTH).nullable().optional(),
  subjectClaim: word(NAME_LENGTH)
    .refine(
      (claim) => !MUTABLE_CLAIMS.has(claim.toLowerCase()),
      'can be changed or given to somebody else; take sub, or an id that stays, such as oid',
    )
    .refine(
      (claim) => !IMPERSONAL_CLAIMS.has(claim.toLowerCase()),
      'says nothing of who somebody is; take sub, or an id that stays, such as oid',
    )
    .optional(),
  /** Name or id of the connection whose users have the subject as their externalId; null for none. */
  connection: z.string().min(1).max(NAME_LENGTH).nullable().optional(),
  enabled: z.boolean().optional(),
  required: z.boolean().optional(),
  honoursSessionExpiry: z.boolean().optional(),
});

export type ProviderInput = z.output<typeof providerInput>;

/**
 * Holds an issuer to OpenID Connect Core §2: https, no query and no fragment. It is kept as it was typed:
 * a slash more is another issuer.
 *
 * @throws Refusal `invalid`.
 */
export function checkIssuer(issuer: string, allowPrivate: boolean): void {
  if (/[?#]/.test(issuer)) {
    throw new Refusal('invalid', 'An issuer has no query and no fragment.');
  }
  if (issuer.includes('/.well-known/')) {
    throw new Refusal(
      'invalid',
      'Give the issuer alone, without /.well-known/openid-configuration.',
    );
  }
  try {
    checkedUrl(issuer, allowPrivate);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new Refusal('invalid', `This cannot be an issuer. ${error.message}`);
  }
}
