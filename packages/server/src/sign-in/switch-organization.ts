import { endSession, startSession } from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import { isMemberActive } from '../members/index.ts';
import { refuseWithoutSso } from '../single-sign-on/index.ts';
import type { Client } from './sign-in.ts';
import { refuseSuspended, type WayIn, waysIn, wayTo } from './ways-in.ts';
import type { SignedIn } from './who-is.ts';

/**
 * Goes on in another organisation of the account, in a session of its own: it ends when the old one would
 * have, and nothing is proven anew by it.
 *
 * @param organization Short name or id.
 * @returns The value of its cookie.
 * @throws Refusal `notFound` when the account leads to no such organisation, or does not know of it.
 */
export async function switchOrganization(
  core: Core,
  who: SignedIn,
  organization: string,
  { client, requestId }: { readonly client: Client; readonly requestId: string },
): Promise<{ readonly value: string; readonly way: WayIn }> {
  const { accountId, session: old } = who;
  const ways = accountId === null ? [] : await waysIn(core.reader, accountId);
  const way = wayTo(ways, organization);
  if (way === undefined) throw notFound(organization);
  refuseSuspended(way);
  const { organizationId, memberId } = way;
  const at = core.clock().toISOString();
  const value = await writeFor(core, way, async (session) => {
    await refuseWithoutSso(session, organizationId);
    if (!(await isMemberActive(session, organizationId, memberId))) throw notFound(organization);
    // Ended meanwhile: then there is nothing to go on from.
    if (!(await endSession(session, old.digest))) throw notFound(organization);
    const { method } = old;
    const started = { organizationId, memberId, accountId, method, at, ...client, requestId };
    return startSession(session, { ...started, from: old });
  });
  return { value, way };
}

function notFound(organization: string): Refusal {
  return new Refusal('notFound', `You are in no organisation "${organization}".`);
}
