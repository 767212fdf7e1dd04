/** Links that administrators and members make and end, each a unit of work. */
import { endSessionsOfMember } from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { ChangeContext } from '../events/index.ts';
import { identitiesOf, identityId, linkIdentity, unlinkIdentity } from '../identities/index.ts';
import type { SsoDeps } from './deps.ts';
import { checkIssuer } from './provider-input.ts';
import { providerRow } from './provider-rows.ts';

export interface GivenIdentity {
  readonly memberId: string;
  readonly subject: string;
  /** Undefined is that of the provider that is set up. */
  readonly issuer?: string | undefined;
}

export interface LinkedIdentity {
  readonly memberId: string;
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
}

/** An administrator vouches for it. @throws Refusal `notFound`, `conflict`, `invalid`. */
export async function linkByAdmin(
  deps: SsoDeps,
  context: ChangeContext,
  { memberId, subject, issuer: given }: GivenIdentity,
): Promise<LinkedIdentity> {
  if (given !== undefined) checkIssuer(given, deps.identityProviders.allowPrivateAddresses);
  return writeFor(deps, context, async (session) => {
    const issuer = given ?? (await providerRow(session, context.organizationId))?.issuer;
    if (issuer === undefined) {
      throw new Refusal('invalid', 'No identity provider is set up. Name the issuer.');
    }
    await linkIdentity(session, context, { memberId, issuer, subject, by: 'admin' });
    return { memberId, id: identityId(issuer, subject), issuer, subject };
  });
}

/**
 * Ends a link, and every session of the member: one of them may have come by it.
 *
 * @param id Of the identity, or its subject.
 * @throws Refusal `notFound`.
 */
export function unlink(
  core: Core,
  context: ChangeContext,
  memberId: string,
  id: string,
): Promise<{ readonly memberId: string; readonly id: string }> {
  const { organizationId } = context;
  return writeFor(core, context, async (session) => {
    const all = await identitiesOf(session, organizationId, memberId);
    const found = all.filter((one) => one.id === id || one.subject === id);
    const [identity] = found;
    if (identity === undefined || found.length > 1) {
      throw new Refusal('notFound', 'The member has no such identity, or several. Give its id.');
    }
    await unlinkIdentity(session, context, memberId, identity.id);
    await endSessionsOfMember(session, organizationId, memberId);
    return { memberId, id: identity.id };
  });
}
