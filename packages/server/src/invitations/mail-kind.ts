import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { DueMail, Letter, Links, MailKind, MailKinds } from '../mail/index.ts';
import { mintCode } from './codes.ts';
import { invitationRow, saveInvitation } from './invitation-rows.ts';
import { invitationLetter } from './letter.ts';
import { type AboutInvitation, INVITATION_MAIL } from './offer.ts';
import { joinLink } from './send-again.ts';

/**
 * Each attempt makes a code of its own, and those of earlier attempts stay good: an attempt that nobody noted may
 * have arrived, and its link must not be dead in somebody's mailbox.
 */
const invitationMail: MailKind = Object.freeze({
  async render(
    session: Session,
    mail: DueMail,
    links: Links,
    { at }: ChangeContext,
  ): Promise<Letter | undefined> {
    const about = mail.about as AboutInvitation;
    const row = await invitationRow(session, mail.organizationId, about.invitationId);
    // While it waited, it may have been withdrawn, sent anew or moved to another address.
    if (row?.state !== 'pending' || row.generation !== about.generation) return undefined;
    const { code, expiresAt } = await mintCode(session, row, at);
    await saveInvitation(session, { ...row, sent_at: at, expires_at: expiresAt });
    return invitationLetter(session, row, { url: joinLink(links.publicUrl, code), expiresAt });
  },
});

/** The kind of mail that invitations are sent as. */
export const INVITATION_MAIL_KINDS: MailKinds = Object.freeze({
  [INVITATION_MAIL]: invitationMail,
});
