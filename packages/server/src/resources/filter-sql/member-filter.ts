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
    delete from membership as e
    where e.organization_id = ${scope.organizationId} and e.group_id = ${group}
      and ${compileElement(dialect, filter, elements.value, 'in where')}
    returning member_id`,
    dialect,
  );
}
