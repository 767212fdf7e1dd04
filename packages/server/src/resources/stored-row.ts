/**
 * Resources as rows: one statement reads a resource with its direct groups. The scan worker runs
 * this module too, so it imports nothing but types from the protocol.
 */
import type { GroupReference, StoredResource } from '@rollcall/scim';
import { sql } from 'kysely';
import { rawQuery, type SqlDialect } from '../db/index.ts';

export interface StoredRow {
  readonly id: string;
  readonly json: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly version: number;
  /** JSON array of `[group id, display name]`; null for types that are in no `groups`. */
  readonly groups: string | null;
  /** 1 when the organisation has groups in groups, so that there may be indirect ones. */
  readonly nested: number;
}

export interface Collection {
  readonly organization: string;
  readonly connection: string;
  readonly type: string;
}

const COLUMNS = sql.raw('r.id, r.json, r.created_at, r.modified_at, r.version');

/** Only users show groups; the flag tells whether a second query is needed for indirect ones. */
const withGroups = (d: SqlDialect) => sql`${COLUMNS},
  case when r.type = 'User' then (
    select ${d.pairs(sql`m.group_id`, sql`g.display_name`, sql`m.group_id`)}
    from membership m
      ${d.joinInOrder('resource', 'g', sql`g.organization_id = m.organization_id and g.id = m.group_id`)}
    where m.organization_id = r.organization_id and m.member_id = r.id) end as groups,
  cast(exists (select 1 from membership n ${d.indexedBy('membership_nested')}
    where n.organization_id = r.organization_id and n.kind = 'Group') as integer) as nested`;

export const userById = rawQuery<Collection & { id: string }>()(
  (p, d) => sql<StoredRow>`select ${withGroups(d)} from resource r
    where r.organization_id = ${p('organization')} and r.id = ${p('id')}
      and r.connection_id = ${p('connection')} and r.type = ${p('type')}`,
);

export const plainById = rawQuery<Collection & { id: string }>()(
  (p) => sql<StoredRow>`select ${COLUMNS}, null as groups, 0 as nested from resource r
    where r.organization_id = ${p('organization')} and r.id = ${p('id')}
      and r.connection_id = ${p('connection')} and r.type = ${p('type')}`,
);

export const userByUserName = rawQuery<Omit<Collection, 'type'> & { key: string }>()(
  (p, d) => sql<StoredRow>`select ${withGroups(d)} from resource r
    where r.organization_id = ${p('organization')} and r.connection_id = ${p('connection')}
      and r.user_name_key = ${p('key')}`,
);

/** Rows at the given positions (a JSON array), in the array's order. */
export const rowsAt = rawQuery<Collection & { positions: string }>()(
  (p, d) => sql<StoredRow>`select ${withGroups(d)}
    from ${d.each(p('positions'))}
    ${d.joinInOrder(
      'search',
      's',
      sql`s.organization_id = ${p('organization')}
      and s.connection_id = ${p('connection')} and s.type = ${p('type')}
      and s.position = ${d.toNumber(sql`j.value`)}`,
    )}
    ${d.joinInOrder('resource', 'r', sql`r.organization_id = s.organization_id and r.id = s.id`)}
    order by j.key`,
);

/** A page that begins so many rows after a position. */
export const rowsFrom = rawQuery<Collection & { position: number; skip: number; limit: number }>()(
  (p, d) => sql<StoredRow>`select ${withGroups(d)}
    from (
      select organization_id, id, position from search
      where organization_id = ${p('organization')} and connection_id = ${p('connection')}
        and type = ${p('type')} and position >= ${p('position')}
      order by position limit ${p('limit')} offset ${p('skip')}) s
    ${d.joinInOrder('resource', 'r', sql`r.organization_id = s.organization_id and r.id = s.id`)}
    order by s.position`,
);

export function toStored(row: StoredRow): StoredResource {
  const { groups } = row;
  return {
    id: row.id,
    json: row.json,
    created: row.created_at,
    lastModified: row.modified_at,
    version: row.version,
    groups: groups === null || groups === '[]' ? NONE : directGroups(groups),
  };
}

const NONE: readonly GroupReference[] = Object.freeze([]);

function directGroups(text: string): GroupReference[] {
  const pairs = JSON.parse(text) as [string, string | null][];
  return pairs.map(([value, display]) => ({ value, display: display ?? '', type: 'direct' }));
}
