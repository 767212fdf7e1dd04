import {
  andThen,
  type GroupReference,
  type ResourceType,
  type StoredResource,
} from '@rollcall/scim';
import { sql } from 'kysely';
import { type MaybePromise, rawQuery, type Session } from '../db/index.ts';
import type { StoreScope } from './scope.ts';
import {
  type Collection,
  plainById,
  type StoredRow,
  toStored,
  userById,
  userByUserName,
} from './stored-row.ts';

/** Groups of a user that come through other groups. */
const indirectGroups = rawQuery<{ organization: string; id: string }>()(
  (p, d) => sql<{ id: string; display: string | null }>`
    with recursive up (id) as (
      select group_id from membership
        where organization_id = ${p('organization')} and member_id = ${p('id')}
      union
      select m.group_id from up ${d.joinInOrder(
        'membership',
        'm',
        sql`m.organization_id = ${p('organization')} and m.member_id = up.id and m.kind = 'Group'`,
        'membership_nested',
      )})
    select up.id, g.display_name as display
    from up ${d.joinInOrder('resource', 'g', sql`g.organization_id = ${p('organization')} and g.id = up.id`)}
    where (select d.group_id from membership d
      where d.organization_id = ${p('organization')} and d.group_id = up.id
        and d.member_id = ${p('id')}) is null
    order by up.id`,
);

export function collectionOf(scope: StoreScope, type: ResourceType): Collection {
  return {
    organization: scope.organizationId,
    connection: scope.connectionId,
    type: type.name,
  };
}

export function isUserType(type: ResourceType): boolean {
  return type.name === 'User';
}

/** One statement; a second only for users in organisations that have groups in groups. */
export function readById(
  session: Session,
  scope: StoreScope,
  type: ResourceType,
  id: string,
): MaybePromise<StoredResource | undefined> {
  const statement = isUserType(type) ? userById : plainById;
  const parameters = {
    organization: scope.organizationId,
    connection: scope.connectionId,
    type: type.name,
    id,
  };
  return andThen(session.first(statement, parameters), (row) => complete(session, scope, row));
}

/** @param key Folded. */
export function readByUserName(
  session: Session,
  scope: StoreScope,
  key: string,
): MaybePromise<StoredResource | undefined> {
  const { organizationId: organization, connectionId: connection } = scope;
  const row = session.first(userByUserName, { organization, connection, key });
  return andThen(row, (found) => complete(session, scope, found));
}

function complete(session: Session, scope: StoreScope, row: StoredRow | undefined) {
  return row && withIndirectGroups(session, scope, row);
}

/** Adds the indirect groups where there can be any. */
export function withIndirectGroups(
  session: Session,
  { organizationId: organization }: Pick<StoreScope, 'organizationId'>,
  row: StoredRow,
): MaybePromise<StoredResource> {
  const stored = toStored(row);
  if (row.nested === 0 || stored.groups.length === 0) return stored;
  return andThen(session.all(indirectGroups, { organization, id: row.id }), (rows) => {
    if (rows.length === 0) return stored;
    const more = rows.map(
      ({ id, display }): GroupReference => ({
        value: id,
        display: display ?? '',
        type: 'indirect',
      }),
    );
    return { ...stored, groups: [...stored.groups, ...more] };
  });
}
