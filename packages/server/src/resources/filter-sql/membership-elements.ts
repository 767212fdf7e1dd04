/**
 * `groups` of users and `members` of groups: rows, shown as elements of an attribute. References
 * are compared in their relative form, `Groups/<id>`: host and version do not count.
 */
import type { Attribute } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import type { SqlDialect } from '../../db/index.ts';
import type { Value } from './compare.ts';
import type { Elements, FilterScope } from './places.ts';

/** The groups of the user `s`, direct and indirect, as `e`. */
export function groupElements({ organizationId, dialect: d }: FilterScope): Elements {
  const from = sql`from (
    with recursive up (id) as (
      select m.group_id from membership m
        where m.organization_id = ${organizationId} and m.member_id = s.id
      union
      select m.group_id from up ${d.joinInOrder} membership m ${d.indexedBy('membership_nested')}
        on m.organization_id = ${organizationId} and m.member_id = up.id and m.kind = 'Group')
    select up.id, g.display_key, exists (
        select 1 from membership d where d.organization_id = ${organizationId}
          and d.group_id = up.id and d.member_id = s.id) as direct
      from up left join resource g on g.organization_id = ${organizationId} and g.id = up.id) e`;
  return { from, value, order: sql`e.direct desc, e.id` };

  function value(sub: Attribute | undefined): Value {
    switch (sub?.name) {
      case '$ref':
        return sql`'Groups/' || e.id`;
      case 'display':
        return sql`coalesce(e.display_key, '')`;
      case 'type':
        return sql`case when e.direct then 'direct' else 'indirect' end`;
      default:
        return sql`e.id`;
    }
  }
}

/** The members of the group `s`, as `e` with its resource `r`. */
export function memberElements(scope: FilterScope): Elements {
  return membersOf(scope, sql`s.id`);
}

/** The members of a given group. */
export function membersOf(
  { organizationId }: Pick<FilterScope, 'organizationId'>,
  group: RawBuilder<unknown>,
): Elements {
  const from = sql`from membership e
    left join resource r on r.organization_id = e.organization_id and r.id = e.member_id
    where e.organization_id = ${organizationId} and e.group_id = ${group}`;
  return { from: sql`from (select e.member_id, e.kind, r.display_key ${from}) e`, value, order };

  function value(sub: Attribute | undefined): Value {
    switch (sub?.name) {
      case '$ref':
        return sql`(case e.kind when 'Group' then 'Groups/' else 'Users/' end) || e.member_id`;
      case 'display':
        return sql`e.display_key`;
      case 'type':
        return sql`(case e.kind when 'Group' then 'group' else 'user' end)`;
      default:
        return sql`e.member_id`;
    }
  }
}

const order = sql`e.member_id`;

/**
 * Whether the user `s` is in a group, directly or through groups in it. The groups below it are
 * found once for the whole statement, and each row costs one look-up.
 */
export function isInGroup(
  { organizationId, dialect }: FilterScope,
  group: string,
): RawBuilder<boolean> {
  return sql`exists (
    select 1 from membership m
    where m.organization_id = ${organizationId} and m.member_id = s.id
      and m.group_id in (${groupsBelow(dialect, organizationId, group)}))`;
}

/** Ids of a group and of the groups in it, at any depth. */
export function groupsBelow(
  d: SqlDialect,
  organizationId: string,
  group: string,
): RawBuilder<unknown> {
  return sql`with recursive down (id) as (
    select ${d.toText(group)}
    union
    select m.member_id from down ${d.joinInOrder} membership m ${d.indexedBy('membership_nested')}
      on m.organization_id = ${organizationId} and m.group_id = down.id and m.kind = 'Group')
    select id from down`;
}
