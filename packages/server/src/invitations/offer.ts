/** Makes invitations, inside the unit of work of whatever brought the person. */
import { randomUUIDv7 } from 'node:crypto';
import type { Session } from '../db/index.ts';
import { actorText, type ChangeContext } from '../events/index.ts';
import { queueMail } from '../mail/index.ts';
import type { RoleOffer } from './invitation.ts';
import {
  addressColumns,
  type InvitationRow,
  insertInvitation,
  recordInvitation,
} from './invitation-rows.ts';

/** Name of the kind of mail. */
export const INVITATION_MAIL = 'invitation';

/** What a mail is about, so that one of an earlier generation is never sent. */
export interface AboutInvitation {
  readonly invitationId: string;
  readonly generation: number;
}

export interface Offer {
  readonly memberId: string | null;
  readonly connectionId?: string | null;
  readonly userId?: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly orgAdmin?: boolean;
  readonly roles?: readonly RoleOffer[];
  /** Whether it waits for somebody to release it. */
  readonly isHeld: boolean;
}

/** Makes one; where nobody knows an address it is held until there is one. */
export async function offerInvitation(
  session: Session,
  context: ChangeContext,
  offer: Offer,
): Promise<InvitationRow> {
  const { email, displayName, orgAdmin = false, roles = [], isHeld } = offer;
  const { organizationId, actor, at } = context;
  const isSent = email !== null && !isHeld;
  const held: InvitationRow = {
    organization_id: organizationId,
    id: randomUUIDv7(),
    member_id: offer.memberId,
    connection_id: offer.connectionId ?? null,
    user_id: offer.userId ?? null,
    ...addressColumns(email, displayName),
    is_org_admin: orgAdmin ? 1 : 0,
    roles: JSON.stringify(roles),
    state: 'held',
    hold_reason: isHeld ? 'policy' : 'no_address',
    generation: 1,
    mail_id: null,
    invited_by: actorText(actor),
    inviter_member_id: actor.kind === 'member' ? actor.id : null,
    created_at: at,
    released_at: null,
    sent_at: null,
    expires_at: null,
    ended_at: null,
    account_id: null,
  };
  const row = isSent ? await queued(session, context, held) : held;
  await insertInvitation(session, row);
  const reason = row.hold_reason === null ? {} : { holdReason: row.hold_reason };
  const detail = { displayName, orgAdmin, roles };
  await recordInvitation(session, context, 'created', row, { data: reason, detail });
  return row;
}

/** As it is with its mail in the queue. */
export async function queued(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
): Promise<InvitationRow> {
  if (row.email === null) throw new Error('An invitation without an address is not sent.');
  const about: AboutInvitation = { invitationId: row.id, generation: row.generation };
  const mail = { kind: INVITATION_MAIL, to: row.email, about };
  const mailId = await queueMail(session, context, mail);
  return {
    ...row,
    state: 'pending',
    hold_reason: null,
    mail_id: mailId,
    sent_at: null,
    expires_at: null,
  };
}
