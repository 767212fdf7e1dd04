import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { INVITATION_STATES, type InvitationState } from './invitation.ts';

/** How many there are in each state. */
export type InvitationCounts = Readonly<Record<InvitationState, number>>;

const selectCounts = rawQuery<{ organization: string }>()(
  (p) => sql<{ state: InvitationState; invitations: number }>`
    select state, count(*) as invitations from invitation
    where organization_id = ${p('organization')} group by state`,
);

export async function countInvitations(
  session: Session,
  organizationId: string,
): Promise<InvitationCounts> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectCounts, { organization });
  const counted = new Map(rows.map(({ state, invitations }) => [state, Number(invitations)]));
  const counts = INVITATION_STATES.map((state) => [state, counted.get(state) ?? 0]);
  return Object.fromEntries(counts) as InvitationCounts;
}
