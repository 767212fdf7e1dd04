/** What each identity provider needs that the standard does not say. */
import { DIALECT_ENTRIES, type DialectEntry } from '@rollcall/scim';

/** How the entries call an identity provider. */
const CALLED: Readonly<Record<string, string>> = {
  okta: 'Okta',
  entra: 'Entra ID',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  ping: 'Ping',
  authentik: 'authentik',
  keycloak: 'Keycloak',
  generic: 'generic clients',
};

/** @param dialect Such as `entra`. */
export function tolerancesOf(dialect: string): readonly DialectEntry[] {
  const called = CALLED[dialect] ?? dialect;
  const entries: readonly DialectEntry[] = Object.values(DIALECT_ENTRIES);
  return entries.filter(({ neededBy }) => neededBy.some((name) => name.startsWith(called)));
}

/** Those that a strict connection refuses. */
export function refusedWhenStrict(dialect: string): readonly DialectEntry[] {
  return tolerancesOf(dialect).filter(({ strict }) => strict === 'refused');
}
