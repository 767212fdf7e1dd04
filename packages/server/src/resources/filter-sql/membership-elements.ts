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
      select m.group_id from up ${d.joinInOrder(
        'membership',
        'm',
        sql`m.organization_id = ${organizationId} and m.member_id = up.id and m.kind = 'Group'`,
        'membership_nested',
      )})
    select up.id, (
        select g.display_key from resource g
        where g.organization_id = ${organizationId} and g.id = up.id) as display_key, exists (
        select 1 from membership d where d.organization_id = ${organizationId}
          and d.group_id = up.id and d.member_id = s.id) as direct
      from up) e`;
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

/** The members of the group `s`, as `e`. */
export function memberElements(scope: FilterScope): Elements {
  return membersOf(scope, sql`s.id`);
}

/** The members of a given group, as `e`, which is a row of `membership` or has its columns. */
export function membersOf(
  { organizationId }: Pick<FilterScope, 'organizationId'>,
  group: RawBuilder<unknown>,
): Elements {
  const from = sql`from (
    select m.member_id, m.kind from membership m
    where m.organization_id = ${organizationId} and m.group_id = ${group}) e`;
  return { from, value, order };

  function value(sub: Attribute | undefined): Value {
    switch (sub?.name) {
      case '$ref':
        return sql`(case e.kind when 'Group' then 'Groups/' else 'Users/' end) || e.member_id`;
      case 'display':
        return sql`(
          select r.display_key from resource r
          where r.organization_id = ${organizationId} and r.id = e.member_id)`;
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
      and m.group_id in (${groupsBelow(dialect, organizationId, group)}) ${dialect.rowByRow})`;
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
    select m.member_id from down ${d.joinInOrder(
      'membership',
      'm',
      sql`m.organization_id = ${organizationId} and m.group_id = down.id and m.kind = 'Group'`,
      'membership_nested',
    )})
    select id from down`;
}
