import { sql } from 'kysely';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { activeMembers, standingOf } from './activity.ts';

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
  const admins = await session.all(selectAdmins, { organization });
  const active = await activeMembers(
    session,
    organization,
    admins.map(({ id }) => id),
  );
  return admins.filter(({ id }) => active.has(id));
}

/** Whether a member may administer the organisation: an Org Admin, and active. */
export async function isActiveOrgAdmin(
  session: Session,
  organizationId: string,
  memberId: string,
): Promise<boolean> {
  const standing = await standingOf(session, requireOrganizationId(organizationId), memberId);
  return standing?.isActive === true && standing.isOrgAdmin;
}

/**
 * No door takes away the last active Org Admin (design.md, Promises 5). Call it inside the unit of work
 * that ends a member's access or its role: units of one organisation run one after the other, so two
 * that do it at once do not both pass.
 *
 * @throws Refusal `refused` when the member is an Org Admin and no other one is active.
 */
export async function requireOtherAdmin(
  session: Session,
  organization: string,
  memberId: string,
): Promise<void> {
  const admins = await session.all(selectAdmins, { organization });
  const others = admins.flatMap(({ id }) => (id === memberId ? [] : id));
  if (others.length === admins.length) return;
  if ((await activeMembers(session, organization, others)).size > 0) return;
  throw new Refusal(
    'refused',
    'This person is the last active Org Admin of the organisation. Make another member Org Admin in ' +
      'Rollcall first, then try again.',
  );
}
