/** The groups that identity providers have pushed, page by page, for Org Admins. */
import { sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { chosenConnections } from './list-users.ts';
import { type KeyedId, pageByPrefix, type RangeParameters } from './prefix-pages.ts';

/** Groups in a page at most. */
export const GROUPS_PAGE_MAX = 200;

export interface ListedGroup {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string | null;
  readonly externalId: string | null;
  /** Users and groups directly in it. */
  readonly members: number;
  /** Entry points that it has a role on. */
  readonly mappings: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

interface GroupRow {
  readonly id: string;
  readonly connection_id: string;
  readonly name: string | null;
  readonly external_id: string | null;
  readonly members: number;
  readonly mappings: number;
  readonly created_at: string;
  readonly modified_at: string;
}

const byName = rawQuery<RangeParameters>()(
  (p) => sql<KeyedId>`select r.id, r.display_key as key from resource r
    where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
      and r.type = 'Group' and r.display_key is not null
      and r.display_key >= ${p('prefix')} and r.display_key < ${p('end')}
      and r.display_key >= ${p('key')} and (r.display_key > ${p('key')} or r.id > ${p('id')})
    order by r.display_key, r.id limit ${p('limit')}`,
);

const selectGroup = rawQuery<{ organization: string; id: string }>()(
  (p) => sql<GroupRow>`
    select r.id, r.connection_id, r.display_name as name, r.external_id, r.created_at, r.modified_at,
      (select count(*) from membership m
        where m.organization_id = r.organization_id and m.group_id = r.id) as members,
      (select count(*) from role_grant g where g.organization_id = r.organization_id
        and g.subject_id = r.id and g.subject_kind = 'group') as mappings
    from resource r
    where r.organization_id = ${p('organization')} and r.id = ${p('id')} and r.type = 'Group'`,
);

export interface GroupSearch {
  /** What a name begins with. */
  readonly search: string;
  /** Id. */
  readonly connection?: string | undefined;
  readonly after: string;
  readonly limit: number;
}

/** @throws Refusal `notFound` for a connection that is not there. */
export async function listPushedGroups(
  session: Session,
  organizationId: string,
  { search, connection, after, limit }: GroupSearch,
): Promise<{ readonly groups: ListedGroup[]; readonly next: string | null }> {
  const organization = requireOrganizationId(organizationId);
  const { ids, next } = await pageByPrefix(session, organization, {
    queries: [byName],
    more: {},
    connectionIds: await chosenConnections(session, organization, connection),
    ...{ search, after, limit: Math.min(limit, GROUPS_PAGE_MAX) },
  });
  const rows = await session.each(
    selectGroup,
    ids.map((id) => ({ organization, id })),
  );
  return { groups: rows.map(groupOf), next };
}

/** Undefined when there is none, or it is no group that was pushed. */
export async function findPushedGroup(
  session: Session,
  organization: string,
  id: string,
): Promise<ListedGroup | undefined> {
  const row = await session.first(selectGroup, { organization, id });
  return row && groupOf(row);
}

function groupOf(row: GroupRow): ListedGroup {
  return {
    id: row.id,
    connectionId: row.connection_id,
    name: row.name,
    externalId: row.external_id,
    members: Number(row.members),
    mappings: Number(row.mappings),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}
