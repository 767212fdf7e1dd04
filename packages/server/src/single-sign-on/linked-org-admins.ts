import { query, type Session } from '../db/index.ts';
import { activeMembers } from '../members/index.ts';

const selectAdmins = query<{ organization: string; issuer: string }>()((db, p) =>
  db
    .selectFrom('member')
    .innerJoin('sso_identity', (join) =>
      join
        .onRef('sso_identity.organization_id', '=', 'member.organization_id')
        .onRef('sso_identity.member_id', '=', 'member.id'),
    )
    .select('member.id')
    .distinct()
    .where('member.organization_id', '=', p('organization'))
    .where('member.is_org_admin', '=', 1)
    .where('sso_identity.issuer', '=', p('issuer')),
);

/** Whether an active Org Admin can sign in by an issuer. */
export async function hasLinkedOrgAdmin(
  session: Session,
  organization: string,
  issuer: string,
): Promise<boolean> {
  const rows = await session.all(selectAdmins, { organization, issuer });
  const ids = rows.map(({ id }) => id);
  return (await activeMembers(session, organization, ids)).size > 0;
}
