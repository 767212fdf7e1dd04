/** Who is in a pushed group, by name, page by page. */
import { sql } from 'kysely';
import { Refusal, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { findPushedGroup } from './list-groups.ts';
import { type KeyedId, pageByPrefix, type RangeParameters } from './prefix-pages.ts';

/** Members in a page at most. */
export const GROUP_MEMBERS_PAGE_MAX = 500;
/** Up to so many, all members of a group are looked at; beyond, the names of all people are. */
const FEW = 2000;

export interface GroupMember {
  readonly id: string;
  readonly kind: 'User' | 'Group';
  readonly name: string | null;
  /** Null for a group. */
  readonly userName: string | null;
  readonly active: boolean;
  readonly memberId: string | null;
}

type Parameters = RangeParameters & { readonly group: string };

const RANGE = (p: (name: keyof Parameters) => unknown) => sql`
  r.display_key >= ${p('prefix')} and r.display_key < ${p('end')}
  and r.display_key >= ${p('key')} and (r.display_key > ${p('key')} or r.id > ${p('id')})`;

/** From the members to their names: for a group of few. */
const fromMembers = rawQuery<Parameters>()(
  (p, d) => sql<KeyedId>`select r.id, r.display_key as key from membership m
    ${d.joinInOrder('resource', 'r', sql`r.organization_id = m.organization_id and r.id = m.member_id`)}
    where m.organization_id = ${p('organization')} and m.group_id = ${p('group')}
      and r.connection_id = ${p('connection')} and ${RANGE(p)}
    order by r.display_key, r.id limit ${p('limit')}`,
);

/** From the names to the members: of many names, most are in a group of many. */
const fromNames = (type: 'User' | 'Group') =>
  rawQuery<Parameters>()(
    (p, d) => sql<KeyedId>`select r.id, r.display_key as key from resource r
      where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
        and r.type = ${sql.lit(type)} and r.display_key is not null and ${RANGE(p)}
        and exists (select 1 from membership m where m.organization_id = ${p('organization')}
          and m.group_id = ${p('group')} and m.member_id = r.id ${d.rowByRow})
      order by r.display_key, r.id limit ${p('limit')}`,
  );

const GROUPS_FIRST = [fromNames('Group'), fromNames('User')];

const selectMember = rawQuery<{ organization: string; id: string }>()(
  (p) => sql<{
    id: string;
    type: 'User' | 'Group';
    json: string;
    is_active: number;
    member_id: string | null;
  }>`
    select r.id, r.type, r.json, r.is_active, l.member_id from resource r
      left join link l on l.organization_id = r.organization_id and l.user_id = r.id
      where r.organization_id = ${p('organization')} and r.id = ${p('id')}`,
);

export interface GroupMembersWanted {
  /** What a name begins with; who has no display name goes by the userName. */
  readonly search: string;
  readonly after: string;
  readonly limit: number;
}

/** @throws Refusal `notFound`. */
export async function listGroupMembers(
  session: Session,
  organizationId: string,
  groupId: string,
  { search, after, limit }: GroupMembersWanted,
): Promise<{ readonly members: GroupMember[]; readonly next: string | null }> {
  const organization = requireOrganizationId(organizationId);
  const group = await findPushedGroup(session, organization, groupId);
  if (group === undefined) throw new Refusal('notFound', `There is no pushed group ${groupId}.`);
  const { ids, next } = await pageByPrefix(session, organization, {
    queries: group.members <= FEW ? [fromMembers] : GROUPS_FIRST,
    more: { group: groupId },
    connectionIds: [group.connectionId],
    ...{ search, after, limit: Math.min(limit, GROUP_MEMBERS_PAGE_MAX) },
  });
  const rows = await session.each(
    selectMember,
    ids.map((id) => ({ organization, id })),
  );
  return { members: rows.map(memberOf), next };
}

function memberOf(row: {
  id: string;
  type: 'User' | 'Group';
  json: string;
  is_active: number;
  member_id: string | null;
}): GroupMember {
  const { userName, displayName } = Object(JSON.parse(row.json));
  return {
    id: row.id,
    kind: row.type,
    name: displayName ?? null,
    userName: row.type === 'User' ? String(userName) : null,
    active: row.is_active === 1,
    memberId: row.member_id,
  };
}
