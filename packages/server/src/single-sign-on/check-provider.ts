import { ALGORITHMS } from './client.ts';
import type { SsoDeps } from './deps.ts';
import { SsoProblem } from './problems.ts';
import { redirectUri } from './redirect-uri.ts';
import { findProvider } from './set-provider.ts';

/** What came of looking at a provider; nothing secret is sent to it. */
export interface TestedProvider {
  readonly ok: boolean;
  readonly message: string;
  readonly issuer: string;
  /** To be entered at the provider. */
  readonly redirectUri: string;
  /** How it signs, as far as that is accepted; empty when it was not reached. */
  readonly algorithms: readonly string[];
}

/**
 * Asks the provider about itself, now.
 *
 * @throws Refusal `notFound` when none is set up.
 */
export async function testProvider(
  deps: SsoDeps,
  organizationId: string,
  publicUrl: string,
): Promise<TestedProvider> {
  const { issuer } = await findProvider(deps.reader, organizationId);
  const about = { issuer, redirectUri: redirectUri(publicUrl, organizationId) };
  try {
    const { metadata } = await deps.identityProviders.findAfresh(issuer);
    const offered = metadata.id_token_signing_alg_values_supported ?? ['RS256'];
    const algorithms = offered.filter((one) => ALGORITHMS.includes(one));
    const ok = algorithms.length > 0;
    const message = ok
      ? 'The identity provider answers, and is who it should be.'
      : `The identity provider signs with ${offered.join(', ')} alone, which is not accepted.`;
    return { ok, message, ...about, algorithms };
  } catch (error) {
    if (!(error instanceof SsoProblem)) throw error;
    return { ok: false, message: error.facts.reason ?? error.message, ...about, algorithms: [] };
  }
}
