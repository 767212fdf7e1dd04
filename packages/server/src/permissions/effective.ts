/**
 * What follows from grants for a member: read when it is asked, never stored, so never stale. Groups
 * count that hold one of the member's active users, directly or through groups in them, and groups made
 * here that hold the member.
 */
import { sql } from 'kysely';
import { rawQuery, type Session } from '../db/index.ts';
import { listEntryPoints } from './entry-points.ts';

type Scope = { readonly organization: string; readonly member: string };

/** A grant that reaches a member. */
export interface ReachingGrant {
  readonly memberId: string;
  readonly grantId: string;
  readonly entryPointId: string;
  readonly role: string;
  readonly rank: number;
  /** The group that has it; undefined when the member has it. */
  readonly groupId: string | undefined;
}

/** A group, and what in it leads to the member: a user, another group, or the member. */
export interface Membership {
  readonly groupId: string;
  readonly through: string;
}

/**
 * `groups (id)`: the groups of a member. Nothing of a member that is not active: it has neither an
 * active user nor its own access.
 */
const GROUPS = (p: (name: 'organization' | 'member') => string, d: Dialect) => sql`
  with recursive groups (id) as (
    select m.group_id from link l
      ${d.joinInOrder('membership', 'm', sql`m.organization_id = ${p('organization')} and m.member_id = l.user_id`)}
      where l.organization_id = ${p('organization')} and l.member_id = ${p('member')}
        and l.is_active = 1
    union
    select m.group_id from groups
      ${d.joinInOrder(
        'membership',
        'm',
        sql`m.organization_id = ${p('organization')} and m.member_id = groups.id and m.kind = 'Group'`,
        'membership_nested',
      )})`;
type Dialect = Parameters<Parameters<ReturnType<typeof rawQuery>>[0]>[1];

const selectGrants = rawQuery<Scope>()(
  (p, d) => sql<{
    id: string;
    entry_point_id: string;
    role_key: string;
    rank: number;
    member_id: string;
    subject_kind: 'member' | 'group';
    subject_id: string;
  }>`
    ${GROUPS(p, d)},
    subjects (kind, id) as (
      select 'member', ${d.toText(p('member'))}
      union all select 'group', id from groups
      union all select 'group', group_id from local_group_member
        where organization_id = ${p('organization')} and member_id = ${p('member')})
    select g.id, g.entry_point_id, g.role_key, r.rank, g.subject_kind, g.subject_id,
      ${d.toText(p('member'))} as member_id
    from subjects s
    ${d.joinInOrder(
      'role_grant',
      'g',
      sql`g.organization_id = ${p('organization')} and g.subject_id = s.id and g.subject_kind = s.kind`,
    )}
    ${d.joinInOrder('role', 'r', sql`r.key = g.role_key`)}`,
);

const selectMemberships = rawQuery<Scope>()(
  (p, d) => sql<{ group_id: string; through: string }>`
    ${GROUPS(p, d)}
    select m.group_id, l.user_id as through from link l
      ${d.joinInOrder('membership', 'm', sql`m.organization_id = ${p('organization')} and m.member_id = l.user_id`)}
      where l.organization_id = ${p('organization')} and l.member_id = ${p('member')}
        and l.is_active = 1
    union all
    select m.group_id, groups.id from groups
      ${d.joinInOrder(
        'membership',
        'm',
        sql`m.organization_id = ${p('organization')} and m.member_id = groups.id and m.kind = 'Group'`,
        'membership_nested',
      )}
    union all
    select group_id, member_id from local_group_member
      where organization_id = ${p('organization')} and member_id = ${p('member')}`,
);

/** The grants that reach members which are active. */
export async function grantsReaching(
  session: Session,
  organization: string,
  members: readonly string[],
): Promise<ReachingGrant[]> {
  const rows = await session.each(
    selectGrants,
    members.map((member) => ({ organization, member })),
  );
  return rows.map((row) => ({
    memberId: row.member_id,
    grantId: row.id,
    entryPointId: row.entry_point_id,
    role: row.role_key,
    rank: row.rank,
    groupId: row.subject_kind === 'group' ? row.subject_id : undefined,
  }));
}

/** The steps that lead from a member to its groups. */
export async function membershipsOf(
  session: Session,
  organization: string,
  member: string,
): Promise<Membership[]> {
  const rows = await session.all(selectMemberships, { organization, member });
  return rows.map(({ group_id: groupId, through }) => ({ groupId, through }));
}

/** A role on an entry point, by their keys. */
export interface EffectiveRole {
  readonly entryPoint: string;
  readonly role: string;
}

/** The highest role that a member has on each entry point, in the order of their keys. */
export async function effectiveRoles(
  session: Session,
  organization: string,
  member: string,
): Promise<EffectiveRole[]> {
  const grants = await grantsReaching(session, organization, [member]);
  if (grants.length === 0) return [];
  const highest = new Map<string, ReachingGrant>();
  for (const grant of grants) {
    const known = highest.get(grant.entryPointId);
    if (known === undefined || known.rank < grant.rank) highest.set(grant.entryPointId, grant);
  }
  return (await listEntryPoints(session, organization)).flatMap(({ id, key }) => {
    const grant = highest.get(id);
    return grant === undefined ? [] : { entryPoint: key, role: grant.role };
  });
}
