/** The id by which the application knows a member; no two members of an organisation have the same. */
import { type Core, Refusal, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { memberById } from './find-members.ts';
import type { Member } from './members.ts';

const byApplicationUser = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('application_user_id', '=', p('id')),
);

const updateApplicationUser = query<{
  organization: string;
  id: string;
  application: string | null;
}>()((db, p) =>
  db
    .updateTable('member')
    .set({ application_user_id: p('application') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/**
 * Says by which id the application knows the person; null takes it back.
 *
 * @throws Refusal `notFound`; `conflict` when another member has the id.
 */
export function setApplicationUser(
  core: Core,
  context: ChangeContext,
  memberId: string,
  applicationUserId: string | null,
): Promise<Member> {
  const organization = context.organizationId;
  return writeFor(core, context, async (session) => {
    const member = await memberById(session, organization, memberId);
    if (member.applicationUserId === applicationUserId) return member;
    await checkApplicationUser(session, organization, applicationUserId);
    await session.send(updateApplicationUser, {
      organization,
      id: memberId,
      application: applicationUserId,
    });
    await recordChange(session, context, {
      type: 'member.application_user_changed',
      subjectType: 'Member',
      subjectId: memberId,
      data: {},
      detail: { old: member.applicationUserId, new: applicationUserId },
    });
    return { ...member, applicationUserId };
  });
}

/** @throws Refusal `conflict` when another member has the id. */
export async function checkApplicationUser(
  session: Session,
  organization: string,
  applicationUserId: string | null,
): Promise<void> {
  if (applicationUserId === null) return;
  const holder = await session.first(byApplicationUser, { organization, id: applicationUserId });
  if (holder !== undefined) {
    throw new Refusal('conflict', `Member ${holder.id} has this application user id already.`);
  }
}
