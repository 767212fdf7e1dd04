/** The way to the identity provider (OpenID Connect Core §3.1.2.1, RFC 9700 §2.1). */
import { Refusal, writeFor } from '../core.ts';
import type { SsoProviderTable } from '../db/index.ts';
import { findOrganization } from '../organizations/index.ts';
import {
  insertAttempt,
  newValue,
  nonceOf,
  type Purpose,
  verifierOf,
  type Way,
} from './attempts.ts';
import { createClient } from './client.ts';
import type { SsoDeps } from './deps.ts';
import { localPath } from './local-path.ts';
import { SsoProblem } from './problems.ts';
import { providerRow } from './provider-rows.ts';
import { redirectUri } from './redirect-uri.ts';

export interface Begin {
  /** Short name or id. */
  readonly organization: string;
  readonly purpose: Purpose;
  /** Who is signed in and wants to prove or to link; null for who wants to sign in. */
  readonly memberId: string | null;
  /** Of the invitation's link, where one is accepted by it. */
  readonly codeDigest?: string;
  /** Where to go on; undefined is the first page. */
  readonly returnPath: string | undefined;
  /** The cookie that the browser has from a way before: several may be under way. */
  readonly browser: string | undefined;
  /** Address that it comes from. */
  readonly client: string;
  /** Without trailing slash. */
  readonly publicUrl: string;
}

export interface Begun {
  /** At the identity provider. */
  readonly url: string;
  /** For the browser's cookie. */
  readonly browser: string;
}

/**
 * @throws SsoProblem `not-available`: the same for an organisation that there is not; `unreachable`,
 *   `too-many`.
 * @throws Refusal `invalid` for a path that is not ours.
 */
export async function beginSso(deps: SsoDeps, begin: Begin): Promise<Begun> {
  const returnPath = localPath(begin.returnPath, begin.publicUrl);
  const row = await availableProvider(deps, begin.organization);
  const known = await deps.identityProviders.find(row.issuer);
  const client = await createClient(deps, row, known);
  const way: Way = { state: newValue(), browser: begin.browser ?? newValue() };
  const at = deps.clock().toISOString();
  const { organization_id, id: provider_id, issuer } = row;
  const about = { organization_id, provider_id, issuer, return_path: returnPath };
  await writeFor(deps, { organizationId: organization_id }, (session) =>
    insertAttempt(session, way, {
      ...about,
      purpose: begin.purpose,
      member_id: begin.memberId,
      code_digest: begin.codeDigest ?? null,
      client: begin.client,
      at,
    }),
  );
  const oidc = await import('openid-client');
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri(begin.publicUrl, organization_id),
    // Entra ID says who somebody is (oid) only with the profile.
    scope: row.subject_claim === 'sub' ? 'openid' : 'openid profile',
    state: way.state,
    nonce: nonceOf(way),
    code_challenge: await oidc.calculatePKCECodeChallenge(verifierOf(way)),
    code_challenge_method: 'S256',
    // Whoever sits at a browser where somebody else is signed in has to show who they are.
    ...(begin.purpose === 'prove' ? { prompt: 'login', max_age: '0' } : {}),
  });
  return { url: url.href, browser: way.browser };
}

/** Anybody may ask, so nobody learns which organisations there are. */
async function availableProvider(deps: SsoDeps, organization: string): Promise<SsoProviderTable> {
  const found = await findOrganization(deps.reader, organization).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  if (found === undefined || found.suspendedAt !== null) throw new SsoProblem('not-available');
  const row = await providerRow(deps.reader, found.id);
  if (row === undefined || row.is_enabled === 0) throw new SsoProblem('not-available');
  return row;
}
