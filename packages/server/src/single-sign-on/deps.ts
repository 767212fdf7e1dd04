import type { Core } from '../core.ts';
import type { Secrets } from '../secrets/index.ts';
import type { IdentityProviders } from './identity-providers.ts';

/** What single sign-on needs to do its work. */
export interface SsoDeps extends Core {
  readonly secrets: Secrets;
  readonly identityProviders: IdentityProviders;
}
