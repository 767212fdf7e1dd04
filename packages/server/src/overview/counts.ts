/** Numbers that are not kept, counted no further than anybody needs to know them. */
import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';

/** "1,000 or more" is as much as an overview has to say. */
export const COUNTED_MAX = 1000;

export interface OpenCounts {
  readonly invitationsHeld: number;
  readonly invitationsPending: number;
  readonly claims: number;
  /** Whether anybody was ever invited. */
  readonly isInvited: number;
  /** Whether a group has a role, among the newest grants. */
  readonly isMapped: number;
}

const invitations = (organization: string, state: 'held' | 'pending') => sql`
  cast((select count(*) from (select 1 from invitation i where i.organization_id = ${organization}
    and i.state = ${sql.lit(state)} limit ${sql.lit(COUNTED_MAX)}) x) as bigint)`;

const selectCounts = rawQuery<{ organization: string }>()(
  (p) => sql<OpenCounts>`select
    ${invitations(p('organization'), 'held')} as "invitationsHeld",
    ${invitations(p('organization'), 'pending')} as "invitationsPending",
    cast((select count(*) from (select 1 from claim c where c.organization_id = ${p('organization')}
      and c.decided_at is null limit ${sql.lit(COUNTED_MAX)}) x) as bigint) as claims,
    cast((select count(*) from (select 1 from invitation i
      where i.organization_id = ${p('organization')} limit 1) x) as bigint) as "isInvited",
    cast((select count(*) from (select g.subject_kind from role_grant g
      where g.organization_id = ${p('organization')} order by g.id desc
      limit ${sql.lit(COUNTED_MAX)}) x where x.subject_kind = 'group') as bigint) as "isMapped"`,
);

export async function openCounts(session: Session, organizationId: string): Promise<OpenCounts> {
  const organization = requireOrganizationId(organizationId);
  const counts = await session.first(selectCounts, { organization });
  if (counts === undefined) throw new Error('Counts without a row.');
  return counts;
}
