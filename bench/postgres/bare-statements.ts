/**
 * The statements that Rollcall sends for the requests of the scenarios, written by hand. `run.ts`
 * counts those of both sides and prints them, so that they cannot drift apart unseen.
 */

export interface Statement {
  /** Each connection prepares it once. */
  readonly name?: string;
  readonly text: string;
}

const USER = `select r.id, r.json, r.created_at, r.modified_at, r.version,
  case when r.type = 'User' then (
    select coalesce(json_agg(json_build_array(m.group_id, g.display_name) order by m.group_id)::text, '[]')
    from membership m join resource g
      on g.organization_id = m.organization_id and g.id = m.group_id
    where m.organization_id = r.organization_id and m.member_id = r.id) end as groups,
  cast(exists (select 1 from membership n
    where n.organization_id = r.organization_id and n.kind = 'Group') as integer) as nested`;
const IDS = 'jsonb_array_elements_text($3::jsonb) with ordinality as j (value, key)';

export const READ = {
  byId: named(
    'by_id',
    `${USER} from resource r where r.organization_id = $1 and r.connection_id = $2
      and r.id = $3 and r.type = 'User'`,
  ),
  byName: named(
    'by_name',
    `${USER} from resource r where r.organization_id = $1 and r.connection_id = $2
      and r.user_name_key = $3`,
  ),
  pageStart: named(
    'page_start',
    `select c.total, b.block * 1024 as position, $3 - b.before as skip
    from collection c
    left join (
      select block, upto - total as before from (
        select block, total, cast(sum(total) over (order by block rows unbounded preceding) as bigint) as upto
        from collection_block
        where organization_id = $1 and connection_id = $2 and type = 'User') sums
      where upto > $3 order by block limit 1) b on true
    where c.organization_id = $1 and c.connection_id = $2 and c.type = 'User'`,
  ),
  page: named(
    'page',
    `${USER} from (
      select organization_id, id, position from search
      where organization_id = $1 and connection_id = $2 and type = 'User' and position >= $3
      order by position limit $4 offset $5) s
    join resource r on r.organization_id = s.organization_id and r.id = s.id
    order by s.position`,
  ),
  // Made at run time, so not prepared, as with every filter.
  scan: {
    text: `select count(*) as total from search s
      where s.organization_id = $1 and s.connection_id = $2 and s.type = 'User' and (
        coalesce(strpos((s.folded #>> '{title}') collate "C", $3) > 0, false)
        or (s.folded #>> '{nickName}') collate "C" is not distinct from $4
        or (s.folded #>> '{userType}') collate "C" is not distinct from $5
        or (s.folded #>> '{preferredLanguage}') collate "C" is not distinct from $6
        or (s.folded #>> '{name,familyName}') collate "C" is not distinct from $7)`,
  },
} as const satisfies Record<string, Statement>;

export const WRITE = {
  lock: named('lock', 'select 1 from organization_sequence where organization_id = $1 for update'),
  nameTaken: named(
    'name_taken',
    `select id, json, is_active from resource
      where organization_id = $1 and connection_id = $2 and user_name_key = $3`,
  ),
  position: named(
    'position',
    `insert into collection values ($1, $2, 'User', 1, 1)
      on conflict (organization_id, connection_id, type) do update
        set total = collection.total + 1, next_position = collection.next_position + 1
      returning next_position`,
  ),
  block: named(
    'block',
    `insert into collection_block values ($1, $2, 'User', $3, 1)
      on conflict (organization_id, connection_id, type, block) do update
        set total = collection_block.total + excluded.total`,
  ),
  resource: named(
    'resource',
    `insert into resource (organization_id, connection_id, id, type, position, user_name_key,
        external_id, is_active, display_name, display_key, created_at, modified_at, version, json)
      values ($1, $2, $3, 'User', $4, $5, $6, 1, $7, $8, $9, $9, 1, $10)`,
  ),
  search: named(
    'search',
    `insert into search (organization_id, connection_id, id, type, position, user_name_key,
        external_id, is_active, display_key, created_at, modified_at, version, folded)
      values ($1, $2, $3, 'User', $4, $5, $6, 1, $7, $8, $8, 1, $9::jsonb)`,
  ),
  lookup: named('lookup', `insert into lookup values ($1, $2, 'emails', $3, $4)`),
  matches: named(
    'matches',
    `select id as member_id from member where organization_id = $1 and email_key = $2
      union all select member_id from link where organization_id = $1 and user_name_key = $2
      union all select member_id from link where organization_id = $1 and email_key = $2`,
  ),
  member: named(
    'member',
    `insert into member (organization_id, id, is_local, is_enabled, is_org_admin, created_at)
      values ($1, $2, 0, 0, 0, $3)`,
  ),
  link: named('link', `insert into link values ($1, $2, $3, $4, $5, $5, $5, $6, 1, $7, null)`),
  head: named(
    'head',
    'select last_seq, audit_hash from organization_sequence where organization_id = $1',
  ),
  event: named('event', 'insert into event values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)'),
  audit: named('audit', 'insert into audit values ($1, $2, $3, $4, $5, $6, $7, $8, $9)'),
  detail: named('detail', 'insert into audit_detail values ($1, $2, $3, $4)'),
  setHead: named(
    'set_head',
    'update organization_sequence set last_seq = $2, audit_hash = $3 where organization_id = $1',
  ),
  group: named(
    'group',
    `select r.id, r.json, r.created_at, r.modified_at, r.version from resource r
      where r.organization_id = $1 and r.connection_id = $2 and r.id = $3 and r.type = 'Group'`,
  ),
  unknown: named(
    'unknown',
    `select j.value as id from ${IDS} where not exists (select 1 from resource r
      where r.organization_id = $1 and r.id = j.value and r.connection_id = $2)`,
  ),
  join: named(
    'join',
    `insert into membership (organization_id, group_id, member_id, kind)
      select r.organization_id, $4, r.id, r.type from ${IDS}
      join resource r on r.organization_id = $1 and r.id = j.value
      where r.connection_id = $2
      on conflict do nothing returning member_id, kind`,
  ),
  leave: named(
    'leave',
    `delete from membership where organization_id = $1 and group_id = $2 and member_id = $3
      returning member_id`,
  ),
  touch: named(
    'touch',
    `update resource set version = version + 1, modified_at = greatest(modified_at, $2)
      where organization_id = $1 and id = $3`,
  ),
  touchSearch: named(
    'touch_search',
    `update search set version = version + 1, modified_at = greatest(modified_at, $2)
      where organization_id = $1 and (connection_id, type, position) = (
        select connection_id, type, position from resource where organization_id = $1 and id = $3)`,
  ),
} as const satisfies Record<string, Statement>;

function named(name: string, text: string): Statement {
  return { name, text };
}
