import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';

const countWaiting = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('claim')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('organization_id', '=', p('organization'))
    .where('decided_at', 'is', null),
);

/** How many claims wait for an Org Admin. */
export async function countWaitingClaims(
  session: Session,
  organizationId: string,
): Promise<number> {
  const organization = requireOrganizationId(organizationId);
  return Number((await session.first(countWaiting, { organization }))?.waiting ?? 0);
}
