/** Statements that find users for people who look through them. */
import { type RawBuilder, sql } from 'kysely';
import { type Query, rawQuery, type Session } from '../db/index.ts';
import type { KeyedId, RangeParameters } from './prefix-pages.ts';

type RangeQuery = Query<RangeParameters, KeyedId>;
export type UserStatus = 'active' | 'inactive';
type P = (name: keyof RangeParameters) => unknown;
type Fragment = RawBuilder<unknown>;

const CONDITIONS: Readonly<Record<UserStatus | 'any', Fragment>> = {
  any: sql``,
  active: sql`and r.is_active = 1`,
  // As the index of those that are not says it.
  inactive: sql`and r.is_active = 0`,
};

const inRange = (column: Fragment, p: P) =>
  sql`${column} >= ${p('prefix')} and ${column} < ${p('end')}`;

/** Behind the last row of the page before. */
const behind = (column: Fragment, p: P) =>
  sql`${column} >= ${p('key')} and (${column} > ${p('key')} or r.id > ${p('id')})`;

const DISPLAY = sql.raw('r.display_key');
const USER_NAME = sql.raw('r.user_name_key');
const EMAIL = sql.raw('l.key');

const usersOf = (p: P) =>
  sql`r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')} and r.type = 'User'`;

const byName = (more: Fragment): RangeQuery =>
  rawQuery<RangeParameters>()(
    (p, d) => sql<KeyedId>`select r.id, r.display_key as key from resource r
      ${more === CONDITIONS.inactive ? d.indexedBy('resource_inactive') : sql``}
      where ${usersOf(p)} and r.display_key is not null and ${inRange(DISPLAY, p)}
        and ${behind(DISPLAY, p)} ${more}
      order by r.display_key, r.id limit ${p('limit')}`,
  );

const byUserName = (more: Fragment): RangeQuery =>
  rawQuery<RangeParameters>()(
    (p) => sql<KeyedId>`select r.id, r.user_name_key as key from resource r
      where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
        and r.user_name_key is not null and ${inRange(USER_NAME, p)} and ${behind(USER_NAME, p)}
        and not (${inRange(DISPLAY, p)}) ${more}
      order by r.user_name_key, r.id limit ${p('limit')}`,
  );

/** Somebody with several addresses is found by the first of them. */
const byEmail = (more: Fragment): RangeQuery =>
  rawQuery<RangeParameters>()(
    (p, d) => sql<KeyedId>`select r.id, l.key from lookup l
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = l.organization_id and r.id = l.resource_id`)}
      where l.organization_id = ${p('organization')} and l.connection_id = ${p('connection')}
        and l.attribute = 'emails' and ${inRange(EMAIL, p)} and ${behind(EMAIL, p)}
        and r.type = 'User' and not (${inRange(DISPLAY, p)}) and not (${inRange(USER_NAME, p)}) ${more}
        and not exists (select 1 from lookup o where o.organization_id = l.organization_id
          and o.resource_id = l.resource_id and o.attribute = 'emails'
          and o.key >= ${p('prefix')} and o.key < l.key)
      order by l.key, r.id limit ${p('limit')}`,
  );

const of = (status: keyof typeof CONDITIONS) => {
  const more = CONDITIONS[status];
  return { all: [byName(more)], search: [byName(more), byUserName(more), byEmail(more)] };
};

const QUERIES = { any: of('any'), active: of('active'), inactive: of('inactive') } as const;

/** The statements of a list: by name alone unless somebody searches. */
export function userQueries(status: UserStatus | undefined, isSearch: boolean) {
  return QUERIES[status ?? 'any'][isSearch ? 'search' : 'all'];
}

interface UserRow {
  readonly id: string;
  readonly connection_id: string;
  readonly json: string;
  readonly is_active: number;
  readonly modified_at: string;
  readonly member_id: string | null;
  readonly member_name: string | null;
  readonly groups: number;
  readonly claim_id: string | null;
}

const selectUser: Query<{ organization: string; id: string }, UserRow> = rawQuery<{
  organization: string;
  id: string;
}>()(
  (p) => sql<UserRow>`
    select r.id, r.connection_id, r.json, r.is_active, r.modified_at, l.member_id,
      (select coalesce(m.display_name, m.email) from member m
        where m.organization_id = l.organization_id and m.id = l.member_id) as member_name,
      (select count(*) from membership g
        where g.organization_id = r.organization_id and g.member_id = r.id) as groups,
      (select min(c.id) from claim c where c.organization_id = r.organization_id
        and c.user_id = r.id and c.decided_at is null) as claim_id
    from resource r left join link l
      on l.organization_id = r.organization_id and l.user_id = r.id
    where r.organization_id = ${p('organization')} and r.id = ${p('id')} and r.type = 'User'`,
);

/** In the order of the ids; those that are gone meanwhile are left out. */
export function userRows(session: Session, organization: string, ids: readonly string[]) {
  return session.each(
    selectUser,
    ids.map((id) => ({ organization, id })),
  );
}
