import type { Session } from '../db/index.ts';
import type { DueMail, Letter, Links, MailKind, MailKinds } from '../mail/index.ts';
import { activeOrgAdmins } from '../members/index.ts';
import { letterOf } from './letters.ts';
import type { NoticeKey } from './notice.ts';
import { findNotice } from './notice-rows.ts';
import { NOTICE_MAIL } from './raise.ts';

type About = NoticeKey & { readonly memberId: string };

const noticeMail: MailKind = Object.freeze({
  async render(session: Session, mail: DueMail, links: Links): Promise<Letter | undefined> {
    const { memberId, ...key } = mail.about as About;
    const notice = await findNotice(session, mail.organizationId, key);
    // While it waited, what it says may have ended, and who was to read it may have left.
    if (notice === undefined) return undefined;
    if (notice.endedAt !== null && notice.kind !== 'integration.recovered') return undefined;
    const admins = await activeOrgAdmins(session, mail.organizationId);
    if (!admins.some(({ id, email }) => id === memberId && email === mail.to)) return undefined;
    return letterOf(notice.kind, notice.facts, links);
  },
});

/** The kinds of mail that notices are sent as. */
export const NOTICE_MAIL_KINDS: MailKinds = Object.freeze({ [NOTICE_MAIL]: noticeMail });
