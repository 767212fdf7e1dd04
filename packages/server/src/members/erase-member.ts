/** Takes the personal data of somebody who has left out of everything; ids and the chain of records stay. */
import { forgetAccount } from '../accounts/index.ts';
import type { ActivityLog } from '../activity/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, forgetSubjects, recordChange } from '../events/index.ts';
import { forgetInvitations } from '../invitations/index.ts';
import { forgetMail } from '../mail/index.ts';
import { isMemberActive } from './activity.ts';
import { type Person, personOf } from './erased-person.ts';
import { emailOrIdOf } from './members.ts';
import { requireOtherAdmin } from './org-admins.ts';

export interface ErasureDeps extends Core {
  readonly activity: Pick<ActivityLog, 'erase'>;
  /** Makes what was deleted unreadable in files, where that does not come by itself. */
  forget(): Promise<void>;
}

export interface Erased {
  readonly id: string;
  /** Users it had. */
  readonly userIds: readonly string[];
  /** Audit records that have no details any more. */
  readonly records: number;
}

interface Key {
  organization: string;
  id: string;
}

const emptyMember = query<Key>()((db, p) =>
  db
    .updateTable('member')
    .set({
      email: null,
      email_key: null,
      email_proven_at: null,
      display_name: null,
      application_user_id: null,
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const emptyLink = query<Key>()((db, p) =>
  db
    .updateTable('link')
    .set({ user_name_key: '', email: null, email_key: null, display_name: null })
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('id')),
);

const setCandidates = query<Key & { candidates: string }>()((db, p) =>
  db
    .updateTable('claim')
    .set({ candidates: p('candidates') })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/**
 * Erases a member. Its own rows go last, and with them the record: whoever was interrupted repeats it.
 *
 * @param emailOrId Of the member. @param confirm The same, typed again.
 * @throws Refusal `refused` for members who are active, whose users still exist, or who are the last
 *   Org Admin.
 */
export async function eraseMember(
  deps: ErasureDeps,
  context: ChangeContext,
  emailOrId: string,
  confirm: string | undefined,
): Promise<Erased> {
  const { organizationId } = context;
  const id = await emailOrIdOf(deps.reader, organizationId, emailOrId);
  const person = await checkedPerson(deps.reader, organizationId, id);
  if (confirm !== emailOrId) {
    throw new Refusal(
      'refused',
      'This removes names and addresses of the member from everything, also from the records of what ' +
        `was changed, for ever. To go on, add --confirm ${emailOrId}.`,
    );
  }
  const { userIds, claims, invitationIds, words } = person;
  const records = await forgetSubjects(deps, context, [
    { type: 'Member', id },
    ...userIds.map((user) => ({ type: 'User', id: user })),
    ...claims.map((claim) => ({ type: 'Claim', id: claim.id })),
    ...invitationIds.map((invitation) => ({ type: 'Invitation', id: invitation })),
  ]);
  await deps.activity.erase({ organizationId, resourceIds: userIds, words });
  await writeFor(deps, context, async (session) => {
    // Somebody may have come back meanwhile.
    await emptyRows(session, organizationId, await checkedPerson(session, organizationId, id));
    await forgetMail(session, organizationId, words);
    await recordChange(session, context, {
      type: 'member.erased',
      subjectType: 'Member',
      subjectId: id,
      data: {},
      detail: {},
    });
  });
  await deps.forget();
  return { id, userIds, records };
}

async function emptyRows(
  session: Session,
  organization: string,
  { id, userIds, claims, invitationIds }: Person,
): Promise<void> {
  await session.send(emptyMember, { organization, id });
  await forgetInvitations(session, organization, invitationIds);
  await forgetAccount(session, organization, id);
  for (const user of userIds) await session.send(emptyLink, { organization, id: user });
  for (const claim of claims) {
    const candidates = JSON.stringify(claim.candidates.filter((candidate) => candidate !== id));
    await session.send(setCandidates, { organization, id: claim.id, candidates });
  }
}

async function checkedPerson(session: Session, organization: string, id: string): Promise<Person> {
  const person = await personOf(session, organization, id);
  if (await isMemberActive(session, organization, id)) {
    throw new Refusal(
      'refused',
      'This member is active. End its access first: member deactivate, and delete its users at the ' +
        'identity provider.',
    );
  }
  if (person.liveUserIds.length > 0) {
    throw new Refusal(
      'refused',
      `The identity provider still has this person: user ${person.liveUserIds.join(', ')}. ` +
        'Delete it there first, or the data would come back with its next change.',
    );
  }
  if (person.isOrgAdmin) await requireOtherAdmin(session, organization, id);
  return person;
}
