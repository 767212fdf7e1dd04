/** A new link in the place of every earlier one. */
import { type Core, Refusal, writeFor } from '../core.ts';
import { type Actor, actorText, type ChangeContext } from '../events/index.ts';
import { endCodes, mintCode } from './codes.ts';
import { type Invitation, invitationOf } from './invitation.ts';
import {
  findInvitation,
  type InvitationRow,
  recordInvitation,
  saveInvitation,
} from './invitation-rows.ts';
import { queued } from './offer.ts';
import { checkOpen } from './withdraw.ts';

/** Path of the page that accepts; the code is behind the `#`, which no browser sends to a server. */
const JOIN_PATH = '/join#';

export interface InvitationLink {
  readonly invitation: Invitation;
  /** Has the code: shown once. */
  readonly link: string;
}

/**
 * Mails a new link; the links before are dead from now on. One that had expired is good again. Whoever sends
 * it again vouches for it.
 *
 * @throws Refusal `notFound`; `conflict` for one that has ended or is held.
 */
export function resendInvitation(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<Invitation> {
  return writeFor(core, context, async (session) => {
    const row = await findInvitation(session, context.organizationId, id);
    checkOpen(row);
    if (row.state === 'held') {
      throw new Refusal('conflict', 'This invitation is held: release it instead.');
    }
    checkAddress(row);
    await endCodes(session, row);
    const next = await queued(session, context, renewed(row, context.actor));
    await saveInvitation(session, next);
    await recordInvitation(session, context, 'resent', next);
    return invitationOf(next);
  });
}

/**
 * Makes a link for the operator to hand over, where no mail goes out. Like a mail it counts as proof of the
 * address, so it is the operator's alone, who answers for whom it is given to. All links before are dead.
 *
 * @param publicUrl What links start with, without trailing slash.
 * @throws Refusal `notFound`, `conflict`; `refused` without an address.
 */
export function makeInvitationLink(
  core: Core,
  context: ChangeContext,
  id: string,
  publicUrl: string,
): Promise<InvitationLink> {
  return writeFor(core, context, async (session) => {
    const row = await findInvitation(session, context.organizationId, id);
    checkOpen(row);
    checkAddress(row);
    await endCodes(session, row);
    const { at, actor } = context;
    const { code, expiresAt } = await mintCode(session, row, at);
    const next: InvitationRow = {
      ...renewed(row, actor),
      state: 'pending',
      hold_reason: null,
      released_at: row.released_at ?? (row.state === 'held' ? at : null),
      mail_id: null,
      sent_at: at,
      expires_at: expiresAt,
    };
    await saveInvitation(session, next);
    await recordInvitation(session, context, 'link_made', next);
    return { invitation: invitationOf(next), link: joinLink(publicUrl, code) };
  });
}

export function joinLink(publicUrl: string, code: string): string {
  return `${publicUrl}${JOIN_PATH}${code}`;
}

/** @throws Refusal `refused`. */
export function checkAddress({ email }: InvitationRow): void {
  if (email !== null) return;
  throw new Refusal(
    'refused',
    'Nobody knows an e-mail address of this person. Add one at the identity provider; the invitation follows.',
  );
}

function renewed(row: InvitationRow, actor: Actor): InvitationRow {
  return { ...row, ...vouchedFor(row, actor), generation: row.generation + 1 };
}

/** Those that provisioning made are nobody's to vouch for. */
export function vouchedFor(row: InvitationRow, actor: Actor) {
  if (row.invited_by.startsWith('token:')) return {};
  return {
    invited_by: actorText(actor),
    inviter_member_id: actor.kind === 'member' ? actor.id : null,
  };
}
