/** The OpenID Connect client that we are to one provider, for one exchange. */
import type { Configuration } from 'openid-client';
import type { Clock } from '../core.ts';
import type { SsoProviderTable } from '../db/index.ts';
import { CannotOpenError, type Secrets } from '../secrets/index.ts';
import type { IdentityProviders, KnownProvider } from './identity-providers.ts';
import { SsoProblem } from './problems.ts';
import { aboutSecret } from './provider-rows.ts';

/**
 * Signatures by a key that only the provider has. `none` is no signature, and `HS…` would be made with our
 * own secret, or with a public key by somebody who hopes that we mistake it for one.
 */
export const ALGORITHMS: readonly string[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** OpenID Connect Discovery 1.0 §3: what a provider signs with at least. */
const DEFAULT_ALGORITHM = 'RS256';
/** How far its clock may be off, seconds. */
export const CLOCK_TOLERANCE_S = 30;
const TIMEOUT_S = 15;

export interface ClientDeps {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly identityProviders: IdentityProviders;
}

/** @throws SsoProblem `rejected` when the secret cannot be opened. */
export async function createClient(
  { clock, secrets, identityProviders }: ClientDeps,
  row: SsoProviderTable,
  known: KnownProvider,
): Promise<Configuration> {
  const oidc = await import('openid-client');
  const { metadata } = known;
  const offered = metadata.id_token_signing_alg_values_supported ?? [DEFAULT_ALGORITHM];
  const server = {
    ...metadata,
    id_token_signing_alg_values_supported: offered.filter((one) => ALGORITHMS.includes(one)),
  };
  // The library reads the machine's clock.
  const skew = Math.round((clock().getTime() - Date.now()) / 1000);
  const client = new oidc.Configuration(
    server,
    row.client_id,
    { [oidc.clockSkew]: skew, [oidc.clockTolerance]: CLOCK_TOLERANCE_S },
    authentication(oidc, metadata, secretOf(secrets, row)),
  );
  client.timeout = TIMEOUT_S;
  client[oidc.customFetch] = (url, { method, headers, body, signal }) =>
    identityProviders.outbound(url, { method, headers, body, signal });
  // Without it the library trusts the connection alone, and looks at no signature.
  oidc.enableNonRepudiationChecks(client);
  if (identityProviders.allowPrivateAddresses) oidc.allowInsecureRequests(client);
  if (known.jwks !== undefined) oidc.setJwksCache(client, known.jwks);
  return client;
}

/**
 * OpenID Connect Core §9. A provider that takes both is sent the secret in the body: in the header it has
 * to be encoded (RFC 6749 §2.3.1), and not all of them decode it.
 */
function authentication(
  oidc: typeof import('openid-client'),
  { token_endpoint_auth_methods_supported: methods = [] }: KnownProvider['metadata'],
  secret: string | undefined,
) {
  if (secret === undefined) return oidc.None();
  return methods.includes('client_secret_post')
    ? oidc.ClientSecretPost(secret)
    : oidc.ClientSecretBasic(secret);
}

function secretOf(secrets: Secrets, row: SsoProviderTable): string | undefined {
  if (row.client_secret === null) return undefined;
  try {
    return secrets.open(row.client_secret, aboutSecret(row));
  } catch (error) {
    if (!(error instanceof CannotOpenError)) throw error;
    const reason =
      'The client secret cannot be opened with the keys of this service. Enter it anew.';
    throw new SsoProblem('rejected', { reason }, error);
  }
}
