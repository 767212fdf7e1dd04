import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { endCodes } from './codes.ts';
import { type Invitation, invitationOf } from './invitation.ts';
import {
  findInvitation,
  type InvitationRow,
  openInvitationOf,
  openInvitationsAbout,
  recordInvitation,
  saveInvitation,
} from './invitation-rows.ts';

export type WithdrawalReason =
  | 'by hand'
  | 'member deactivated'
  | 'inviter deactivated'
  | 'user left'
  | 'joined another way';

/** Ends one for good, inside a unit of work: its links are dead, and mail that waits is not sent. */
export async function withdraw(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
  reason: WithdrawalReason,
): Promise<InvitationRow> {
  await endCodes(session, row);
  const ended: InvitationRow = {
    ...row,
    state: 'withdrawn',
    hold_reason: null,
    ended_at: context.at,
  };
  await saveInvitation(session, ended);
  await recordInvitation(session, context, 'withdrawn', ended, { data: { reason } });
  return ended;
}

/**
 * A member is active no more: what was open for it ends in the same unit of work (design.md §5.6), and so does
 * what it had vouched for.
 *
 * @returns Ids of those that were its own.
 */
export async function endInvitations(
  session: Session,
  context: ChangeContext,
  memberId: string,
): Promise<string[]> {
  const { organizationId } = context;
  const own: string[] = [];
  for (const row of await openInvitationsAbout(session, organizationId, memberId)) {
    const isItsOwn = row.member_id === memberId;
    await withdraw(session, context, row, isItsOwn ? 'member deactivated' : 'inviter deactivated');
    if (isItsOwn) own.push(row.id);
  }
  return own;
}

/**
 * A member has come to a way in: what was open for it ends in the same unit of work, whoever gave it the way, and
 * mail that waits is not sent.
 */
export async function endPointless(
  session: Session,
  context: ChangeContext,
  memberId: string,
): Promise<void> {
  const row = await openInvitationOf(session, context.organizationId, memberId);
  if (row !== undefined) await withdraw(session, context, row, 'joined another way');
}

/** @throws Refusal `notFound`; `conflict` for one that has ended. */
export function withdrawInvitation(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<Invitation> {
  return writeFor(core, context, async (session) => {
    const row = await findInvitation(session, context.organizationId, id);
    checkOpen(row);
    return invitationOf(await withdraw(session, context, row, 'by hand'));
  });
}

/** @throws Refusal `conflict`. */
export function checkOpen({ state }: InvitationRow): void {
  if (state === 'accepted') {
    throw new Refusal('conflict', 'This invitation was accepted: the person has joined.');
  }
  if (state === 'withdrawn') {
    throw new Refusal('conflict', 'This invitation was withdrawn. Make a new one instead.');
  }
}
