/**
 * Statements on membership rows. Each says what changed, so that its cost and its answer follow the
 * change: no statement reads a group's members to write them. Ids come and go as JSON arrays, one
 * value however many they are.
 */
import { sql } from 'kysely';
import { query, rawQuery } from '../../db/index.ts';

interface Named {
  readonly organization: string;
  readonly connection: string;
  readonly group: string;
  /** JSON array. */
  readonly ids: string;
}

type InGroup = Pick<Named, 'organization' | 'group'>;

/** Ids that name nothing in the connection. */
export const unknownIds = rawQuery<Omit<Named, 'group'>>()(
  (p, d) => sql<{ id: string }>`
    select j.value as id from ${d.each(p('ids'))}
    where (select r.id from resource r
      where r.organization_id = ${p('organization')} and r.id = j.value
        and r.connection_id = ${p('connection')}) is null`,
);

/** Adds those that exist and are not there yet; says which, and what they are. */
export const insertMembers = rawQuery<Named>()(
  (p, d) => sql<{ member_id: string; kind: 'User' | 'Group' }>`
    insert into membership (organization_id, group_id, member_id, kind)
    select r.organization_id, ${p('group')}, r.id, r.type
    from ${d.each(p('ids'))}
    ${d.joinInOrder('resource', 'r', sql`r.organization_id = ${p('organization')} and r.id = j.value`)}
    where r.connection_id = ${p('connection')}
    on conflict do nothing
    returning member_id, kind`,
);

export const deleteMember = query<InGroup & { member: string }>()((db, p) =>
  db
    .deleteFrom('membership')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group'))
    .where('member_id', '=', p('member'))
    .returning('member_id'),
);

export const deleteUnlisted = rawQuery<Omit<Named, 'connection'>>()(
  (p, d) => sql<{ member_id: string }>`
    delete from membership
    where organization_id = ${p('organization')} and group_id = ${p('group')}
      and member_id not in (select j.value from ${d.each(p('ids'))})
    returning member_id`,
);

export const deleteAll = query<InGroup>()((db, p) =>
  db
    .deleteFrom('membership')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group'))
    .returning('member_id'),
);

export const deleteAllQuietly = query<InGroup>()((db, p) =>
  db
    .deleteFrom('membership')
    .where('organization_id', '=', p('organization'))
    .where('group_id', '=', p('group')),
);

/** Takes a member out of every group that has it directly; says which. */
export const deleteEverywhere = query<{ organization: string; member: string }>()((db, p) =>
  db
    .deleteFrom('membership')
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .returning('group_id'),
);

/**
 * The first of the ids (JSON array) that is the group or one that contains it, at any depth:
 * making it a member would close a circle.
 */
export const firstAncestor = rawQuery<Omit<Named, 'connection'>>()(
  (p, d) => sql<{ id: string }>`
    with recursive up (id) as (
      select ${d.toText(p('group'))}
      union
      select m.group_id from up ${d.joinInOrder(
        'membership',
        'm',
        sql`m.organization_id = ${p('organization')} and m.member_id = up.id and m.kind = 'Group'`,
        'membership_nested',
      )})
    select id from up where id in (select j.value from ${d.each(p('ids'))}) limit 1`,
);
