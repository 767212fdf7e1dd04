import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { InvitationRow, RoleOffer } from '../invitations/index.ts';
import { findEntryPoint, giveGrant, listRoles } from '../permissions/index.ts';

/**
 * Gives what an invitation promised, inside the unit of work that accepts it. Entry points and roles that were
 * taken away since are left out: nobody gets what has come in their place.
 *
 * @returns Those that were left out.
 */
export async function giveRoles(
  session: Session,
  context: ChangeContext,
  { roles }: InvitationRow,
  memberId: string,
): Promise<readonly RoleOffer[]> {
  const offers = JSON.parse(roles) as RoleOffer[];
  if (offers.length === 0) return [];
  const known = new Set((await listRoles(session)).map(({ key }) => key));
  const skipped: RoleOffer[] = [];
  for (const offer of offers) {
    const { entryPoint, role } = offer;
    const id = await entryPointId(session, context.organizationId, entryPoint);
    if (id !== offer.entryPointId || !known.has(role)) {
      skipped.push(offer);
      continue;
    }
    await giveGrant(session, context, {
      entryPoint,
      role,
      subject: { kind: 'member', id: memberId },
    });
  }
  return skipped;
}

async function entryPointId(
  session: Session,
  organizationId: string,
  key: string,
): Promise<string | undefined> {
  try {
    return (await findEntryPoint(session, organizationId, key)).id;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
