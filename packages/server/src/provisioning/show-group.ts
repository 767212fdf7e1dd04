/** One pushed group: what it is, what it gives, and to how many. */
import { sql } from 'kysely';
import { findConnection } from '../connections/index.ts';
import { Refusal, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import { type Grant, listGrantsOf } from '../permissions/index.ts';
import { findPushedGroup, type ListedGroup } from './list-groups.ts';

/** Members that are counted one by one; what is more is said to be more. */
const COUNTED_MAX = 10_000;

type One = { readonly organization: string; readonly id: string };

const selectAbove = rawQuery<One>()(
  (p, d) => sql<{ id: string; name: string | null }>`
    select m.group_id as id, r.display_name as name from membership m
      ${d.joinInOrder('resource', 'r', sql`r.organization_id = m.organization_id and r.id = m.group_id`)}
      where m.organization_id = ${p('organization')} and m.member_id = ${p('id')}`,
);

/** Active members of the organisation that are in a group, or in groups in it. */
const countReached = rawQuery<One & { limit: number }>()(
  (p, d) => sql<{ members: number }>`
    with recursive down (id) as (
      select ${d.toText(p('id'))}
      union
      select m.member_id from down
        ${d.joinInOrder(
          'membership',
          'm',
          sql`m.organization_id = ${p('organization')} and m.group_id = down.id and m.kind = 'Group'`,
        )}),
    reached (member_id) as (
      select l.member_id from down
        ${d.joinInOrder(
          'membership',
          'm',
          sql`m.organization_id = ${p('organization')} and m.group_id = down.id and m.kind = 'User'`,
        )}
        ${d.joinInOrder(
          'link',
          'l',
          sql`l.organization_id = ${p('organization')} and l.user_id = m.member_id
            and l.is_active = 1 and l.member_id is not null`,
        )}
      limit ${p('limit')})
    select count(distinct member_id) as members from reached`,
);

export type ShownGroup = ListedGroup & {
  readonly connection: { readonly id: string; readonly name: string };
  /** Groups that it is in. */
  readonly isIn: readonly { readonly id: string; readonly name: string | null }[];
  readonly grants: readonly Grant[];
  /** Active members who have what the group gives; at most 10,000 are counted. */
  readonly reached: number;
  readonly reachedMore: boolean;
};

/** @throws Refusal `notFound`. */
export async function showPushedGroup(
  session: Session,
  organizationId: string,
  id: string,
): Promise<ShownGroup> {
  const organization = requireOrganizationId(organizationId);
  const group = await findPushedGroup(session, organization, id);
  if (group === undefined) throw new Refusal('notFound', `There is no pushed group ${id}.`);
  const { id: connectionId, name } = await findConnection(
    session,
    organization,
    group.connectionId,
  );
  const counted = await session.first(countReached, { organization, id, limit: COUNTED_MAX + 1 });
  const reached = Number(counted?.members ?? 0);
  return {
    ...group,
    connection: { id: connectionId, name },
    isIn: await session.all(selectAbove, { organization, id }),
    grants: await listGrantsOf(session, organization, { kind: 'group', id }),
    reached: Math.min(reached, COUNTED_MAX),
    reachedMore: reached > COUNTED_MAX,
  };
}
