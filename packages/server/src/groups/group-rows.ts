/** Statements on groups that were made here. */
import { sql } from 'kysely';
import { query, rawQuery, type SqlDialect } from '../db/index.ts';

export type Scope = { readonly organization: string };
type One = Scope & { readonly id: string };
type Pair = Scope & { readonly group: string; readonly member: string };

export const selectGroup = query<One>()((db, p) =>
  db
    .selectFrom('local_group')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export const selectLocal = query<Scope>()((db, p) =>
  db
    .selectFrom('local_group')
    .select(['id', 'name'])
    .where('organization_id', '=', p('organization'))
    .orderBy('name_key'),
);

const PUSHED = (p: (name: 'organization') => string, d: SqlDialect) => sql`
  from connection c
  ${d.joinInOrder(
    'resource',
    'r',
    sql`r.organization_id = ${p('organization')} and r.connection_id = c.id
      and r.type = 'Group' and r.display_key is not null`,
  )}
  where c.organization_id = ${p('organization')}`;

export const selectPushed = rawQuery<Scope>()(
  (p, d) => sql<{ id: string; name: string | null; connection_id: string }>`
    select r.id, r.display_name as name, r.connection_id ${PUSHED(p, d)} order by r.display_key`,
);

/** Groups of that name, made here or pushed. */
export const selectByName = rawQuery<Scope & { key: string }>()(
  (p, d) => sql<{ id: string; connection_id: string | null }>`
    select id, null as connection_id from local_group
      where organization_id = ${p('organization')} and name_key = ${p('key')}
    union all select r.id, r.connection_id ${PUSHED(p, d)} and r.display_key = ${p('key')}`,
);

/** The group with that id, made here or pushed. */
export const selectById = rawQuery<One>()(
  (p) => sql<{ id: string; connection_id: string | null }>`
    select id, null as connection_id from local_group
      where organization_id = ${p('organization')} and id = ${p('id')}
    union all select id, connection_id from resource
      where organization_id = ${p('organization')} and id = ${p('id')} and type = 'Group'`,
);

export const insertGroup = query<One & { name: string; key: string; at: string }>()((db, p) =>
  db.insertInto('local_group').values({
    organization_id: p('organization'),
    id: p('id'),
    name: p('name'),
    name_key: p('key'),
    created_at: p('at'),
  }),
);

export const renameGroup = query<One & { name: string; key: string }>()((db, p) =>
  db
    .updateTable('local_group')
    .set({ name: p('name'), name_key: p('key') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export const deleteGroup = query<One>()((db, p) =>
  db
    .deleteFrom('local_group')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export const deleteMembers = query<One>()((db, p) =>
  db
    .deleteFrom('local_group_member')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('id')),
);

export const insertMember = query<Pair>()((db, p) =>
  db
    .insertInto('local_group_member')
    .values({ organization_id: p('organization'), group_id: p('group'), member_id: p('member') })
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id'),
);

export const deleteMember = query<Pair>()((db, p) =>
  db
    .deleteFrom('local_group_member')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group'))
    .where('member_id', '=', p('member'))
    .returning('member_id'),
);

export const selectMember = query<Scope & { member: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('member')),
);
