import type { ElementFilter } from '@rollcall/scim';
import { sql } from 'kysely';
import { compileSql, type DynamicQuery, type SqlDialect } from '../../db/index.ts';
import { compileElement } from './compile.ts';
import { membersOf } from './membership-elements.ts';

/** Deletes the members of a group that a PATCH path selects: `members[type eq "User"]`. */
export function memberFilter(
  dialect: SqlDialect,
  scope: { readonly organizationId: string },
  group: string,
  filter: ElementFilter,
): DynamicQuery {
  const elements = membersOf(scope, sql`${group}`);
  return compileSql(
    sql`
    delete from membership
    where organization_id = ${scope.organizationId} and group_id = ${group}
      and member_id in (
        select e.member_id ${elements.from} where ${compileElement(dialect, filter, elements.value)})
    returning member_id`,
    dialect,
  );
}
