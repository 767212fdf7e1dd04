/** Groups as Org Admins look at them: who is in one, and which ones somebody is in. */
import { type RawBuilder, sql } from 'kysely';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';
import { type Member, memberById } from '../members/index.ts';
import { type Scope, selectById, selectGroup } from './group-rows.ts';
import type { Group } from './local-groups.ts';

/** Members of a group in a page at most. */
export const GROUP_MEMBERS_PAGE_MAX = 200;

/** A group that was made here. */
export interface LocalGroupView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly members: number;
}

const countMembers = query<Scope & { group: string }>()((db, p) =>
  db
    .selectFrom('local_group_member')
    .select((eb) => eb.fn.countAll<number>().as('members'))
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group')),
);

const selectMembers = query<Scope & { group: string; after: string; limit: number }>()((db, p) =>
  db
    .selectFrom('local_group_member')
    .select('member_id')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group'))
    .where('member_id', '>', p('after'))
    .orderBy('member_id')
    .limit(p('limit')),
);

type GroupRow = RawBuilder<{ id: string; name: string | null; connection_id: string | null }>;

const selectOfMember = rawQuery<Scope & { member: string }>()(
  (p, d): GroupRow => sql`
    select g.id, g.name, null as connection_id from local_group_member m
      ${d.joinInOrder('local_group', 'g', sql`g.organization_id = ${p('organization')} and g.id = m.group_id`)}
      where m.organization_id = ${p('organization')} and m.member_id = ${p('member')}
    union all select r.id, r.display_name as name, r.connection_id from link l
      ${d.joinInOrder('membership', 'm', sql`m.organization_id = ${p('organization')} and m.member_id = l.user_id`)}
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = ${p('organization')} and r.id = m.group_id`)}
      where l.organization_id = ${p('organization')} and l.member_id = ${p('member')}
        and l.ended_at is null`,
);

/** @throws Refusal `notFound`; `conflict` for a group that an identity provider pushes. */
export async function localGroup(
  session: Session,
  organizationId: string,
  id: string,
): Promise<LocalGroupView> {
  const organization = requireOrganizationId(organizationId);
  const row = await session.first(selectGroup, { organization, id });
  if (row === undefined) {
    const pushed = await session.first(selectById, { organization, id });
    if (pushed === undefined) throw new Refusal('notFound', `There is no group ${id}.`);
    throw new Refusal('conflict', 'This group is pushed by an identity provider.');
  }
  const counted = await session.first(countMembers, { organization, group: id });
  const members = Number(counted?.members ?? 0);
  return { id, name: row.name, createdAt: row.created_at, members };
}

/**
 * Members of a group that was made here, in the order of their ids.
 *
 * @param page.limit 1 to {@link GROUP_MEMBERS_PAGE_MAX}.
 */
export async function membersOfGroup(
  session: Session,
  organizationId: string,
  group: string,
  page: { readonly after: string; readonly limit: number },
): Promise<Member[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectMembers, { organization, group, ...page });
  return Promise.all(rows.map(({ member_id }) => memberById(session, organization, member_id)));
}

/** The groups that a member is in itself or by one of its users; not those that hold these groups. */
export async function groupsOfMember(
  session: Session,
  organizationId: string,
  member: string,
): Promise<Group[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectOfMember, { organization, member });
  return rows.map(({ id, name, connection_id }) => ({ id, name, connectionId: connection_id }));
}
