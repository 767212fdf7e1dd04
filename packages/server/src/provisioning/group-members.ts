/** Who is in a pushed group, by name, page by page. */
import { sql } from 'kysely';
import { Refusal, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
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

type P = (name: keyof Parameters) => unknown;
type Text = 'display_key' | 'user_name_key';

const within = (text: Text, p: P) =>
  sql`${sql.ref(`r.${text}`)} >= ${p('prefix')} and ${sql.ref(`r.${text}`)} < ${p('end')}`;

/** In the search, behind the last row of the page before, and not found by another text already. */
const RANGE = (text: Text, p: P) => sql`
  ${within(text, p)} and ${sql.ref(`r.${text}`)} >= ${p('key')}
  and (${sql.ref(`r.${text}`)} > ${p('key')} or r.id > ${p('id')})
  ${text === 'display_key' ? sql`` : sql`and not (${within('display_key', p)})`}`;

/** From the members to their names: for a group of few. */
const fromMembers = (text: Text) =>
  rawQuery<Parameters>()(
    (p, d) => sql<KeyedId>`select r.id, ${sql.ref(`r.${text}`)} as key from membership m
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = m.organization_id and r.id = m.member_id`)}
      where m.organization_id = ${p('organization')} and m.group_id = ${p('group')}
        and r.connection_id = ${p('connection')} and ${RANGE(text, p)}
      order by ${sql.ref(`r.${text}`)}, r.id limit ${p('limit')}`,
  );

/** From the names to the members: of many names, most are in a group of many. */
const fromNames = (type: 'User' | 'Group', text: Text) =>
  rawQuery<Parameters>()(
    (p, d) => sql<KeyedId>`select r.id, ${sql.ref(`r.${text}`)} as key from resource r
      where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
        ${text === 'display_key' ? sql`and r.type = ${sql.lit(type)}` : sql``}
        and ${sql.ref(`r.${text}`)} is not null and ${RANGE(text, p)}
        and exists (select 1 from membership m where m.organization_id = ${p('organization')}
          and m.group_id = ${p('group')} and m.member_id = r.id ${d.rowByRow})
      order by ${sql.ref(`r.${text}`)}, r.id limit ${p('limit')}`,
  );

const OF_FEW = [fromMembers('display_key'), fromMembers('user_name_key')];
const OF_MANY = [
  fromNames('Group', 'display_key'),
  fromNames('User', 'display_key'),
  fromNames('User', 'user_name_key'),
];

/** Everybody has a text to be listed by, so that other texts are only for who searches. */
function queriesFor(size: number, isSearch: boolean) {
  const all = size <= FEW ? OF_FEW : OF_MANY;
  return isSearch ? all : all.slice(0, -1);
}

/** Counts no further than it matters. */
const selectSize = rawQuery<{ organization: string; id: string }>()(
  (p) => sql<{ connection_id: string; size: number }>`
    select r.connection_id, (select count(*) from (
        select 1 from membership m where m.organization_id = ${p('organization')}
          and m.group_id = ${p('id')} limit ${sql.lit(FEW + 1)}) counted) as size
    from resource r
    where r.organization_id = ${p('organization')} and r.id = ${p('id')} and r.type = 'Group'`,
);

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
  /** What a name or userName begins with. */
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
  const group = await session.first(selectSize, { organization, id: groupId });
  if (group === undefined) throw new Refusal('notFound', `There is no pushed group ${groupId}.`);
  const { ids, next } = await pageByPrefix(session, organization, {
    queries: queriesFor(Number(group.size), search !== ''),
    more: { group: groupId },
    connectionIds: [group.connection_id],
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
