import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { isMemberActive } from './activity.ts';

export interface OrgAdmin {
  readonly id: string;
  /** An address of their own; users of identity providers lend them none. */
  readonly email: string | null;
}

// Written into the text, so that the partial index knows it.
const selectAdmins = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select(['id', 'email'])
    .where('organization_id', '=', p('organization'))
    .where('is_org_admin', '=', sql.lit(1))
    .orderBy('id'),
);

/** The active Org Admins. */
export async function activeOrgAdmins(
  session: Session,
  organizationId: string,
): Promise<OrgAdmin[]> {
  const organization = requireOrganizationId(organizationId);
  const active: OrgAdmin[] = [];
  for (const admin of await session.all(selectAdmins, { organization })) {
    if (await isMemberActive(session, organization, admin.id)) active.push(admin);
  }
  return active;
}
