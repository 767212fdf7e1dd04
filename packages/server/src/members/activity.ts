import { query, type Session } from '../db/index.ts';
import { recordDeparture } from '../departures/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { effectiveRoles } from '../permissions/index.ts';
import { requireOtherAdmin } from './org-admins.ts';
import { freeSeat, takeSeat } from './seats.ts';

interface State {
  readonly is_local: number;
  readonly is_enabled: number;
  /** Active ones. */
  readonly links: number | null;
}

const memberState = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select((eb) => [
      'id',
      'is_local',
      'is_enabled',
      'is_org_admin',
      eb
        .selectFrom('link')
        .select((inner) => inner.fn.countAll<number>().as('links'))
        .where('link.organization_id', '=', p('organization'))
        .where('link.member_id', '=', p('id'))
        .where('link.is_active', '=', 1)
        .as('links'),
    ])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/** A member is active while it is local and enabled, or any linked user is active. */
export async function isMemberActive(
  session: Session,
  organizationId: string,
  memberId: string,
): Promise<boolean> {
  return (await activeMembers(session, organizationId, [memberId])).has(memberId);
}

/** What a member may do now, whatever it was a moment ago; undefined when there is none. */
export async function standingOf(
  session: Session,
  organization: string,
  id: string,
): Promise<{ readonly isActive: boolean; readonly isOrgAdmin: boolean } | undefined> {
  const state = await session.first(memberState, { organization, id });
  return state && { isActive: isActive(state), isOrgAdmin: state.is_org_admin === 1 };
}

/** Those of the members that are active. */
export async function activeMembers(
  session: Session,
  organization: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const states = await session.each(
    memberState,
    ids.map((id) => ({ organization, id })),
  );
  return new Set(states.filter(isActive).map(({ id }) => id));
}

function isActive({ is_local, is_enabled, links }: State): boolean {
  return (is_local === 1 && is_enabled === 1) || Number(links) > 0;
}

/**
 * Runs a change. Where a member goes out by it, its access ends in the same unit of work; where it comes
 * in, that is recorded.
 *
 * @throws Refusal `refused` when the last active Org Admin would go out, or all seats are taken.
 */
export async function recordingActivity(
  session: Session,
  context: ChangeContext,
  memberId: string,
  change: () => Promise<void>,
): Promise<void> {
  const { organizationId } = context;
  const before = await isMemberActive(session, organizationId, memberId);
  // Asked now: afterwards it is in no group any more.
  const permissions = before ? await effectiveRoles(session, organizationId, memberId) : [];
  await change();
  const after = await isMemberActive(session, organizationId, memberId);
  if (before === after) return;
  if (!after) {
    await requireOtherAdmin(session, organizationId, memberId);
    await freeSeat(session, organizationId);
    await recordDeparture(session, context, memberId, permissions);
    return;
  }
  await takeSeat(session, organizationId);
  await recordChange(session, context, {
    type: 'member.activated',
    subjectType: 'Member',
    subjectId: memberId,
    data: {},
    detail: { old: { active: before }, new: { active: after } },
  });
}

/** Records what became of a member because of a user. */
export function recordMember(
  session: Session,
  context: ChangeContext,
  type: 'member.created' | 'member.linked' | 'member.deleted',
  memberId: string,
  userId: string,
) {
  return recordChange(session, context, {
    type,
    subjectType: 'Member',
    subjectId: memberId,
    data: { userId },
    detail: {},
  });
}
