/** Mail about how people sign in. */
import { credentialsOf, linkUrl, memberOfAccount, newLink } from '../accounts/index.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import {
  type DueMail,
  type Letter,
  type Links,
  type MailKind,
  type MailKinds,
  words,
} from '../mail/index.ts';
import { isMemberActive } from '../members/index.ts';

export const RESET_MAIL = 'account.reset';
export const PASSWORD_CHANGED_MAIL = 'account.password_changed';
export const ADMIN_LINK_MAIL = 'account.admin_link';

interface AboutAccount {
  readonly accountId: string;
}

/**
 * Each attempt has a code of its own, made with its text; those of attempts before stay good, for one of
 * them may have arrived.
 */
const reset: MailKind = Object.freeze({
  async render(
    session: Session,
    mail: DueMail,
    links: Links,
    { at }: ChangeContext,
  ): Promise<Letter | undefined> {
    const { accountId } = mail.about as AboutAccount;
    const { organizationId } = mail;
    const account = await credentialsOf(session, accountId);
    const memberId = await memberOfAccount(session, organizationId, accountId);
    // While it waited, the person may have left.
    if (account?.email !== mail.to || memberId === undefined) return undefined;
    if (!(await isMemberActive(session, organizationId, memberId))) return undefined;
    const link = await newLink(session, 'reset', { organizationId, memberId, accountId }, at);
    return {
      subject: words`Set a new password`,
      paragraphs: [
        words`Somebody, probably you, asked for a new password for ${mail.to}.`,
        words`Open the link within an hour to set one. It works once. Your password stays as it is until then.`,
        words`If it was not you, there is nothing to do.`,
      ],
      facts: [['Set a password', { url: linkUrl(links.publicUrl, 'reset', link) }]],
      why: words`You get this because somebody entered your address where a password was forgotten.`,
    };
  },
});

const passwordChanged: MailKind = Object.freeze({
  render(_session: Session, mail: DueMail, links: Links): Letter {
    const { at } = mail.about as { readonly at: string };
    return {
      subject: words`Your password was changed`,
      paragraphs: [
        words`You were signed out everywhere else.`,
        words`If it was not you, choose "Forgot password" where you sign in, and tell an Org Admin of your organisation.`,
      ],
      facts: [
        ['Account', mail.to],
        ['Changed', at],
        ['Sign in', { url: `${links.publicUrl}/` }],
      ],
      why: words`You get this because the password of your account was changed.`,
    };
  },
});

const adminLink: MailKind = Object.freeze({
  render(_session: Session, mail: DueMail): Letter {
    const { at, actor } = mail.about as Readonly<Record<'at' | 'actor', string>>;
    return {
      subject: words`A link to sign in as an Org Admin was made`,
      paragraphs: [
        words`Who runs the service made a link that signs in as an Org Admin of your organisation, past single sign-on. It works once, within 15 minutes.`,
        words`If none of you asked for it, ask them why. The audit log says for whom it was and whether it was used.`,
      ],
      facts: [
        ['Made by', actor],
        ['Made', at],
      ],
      why: words`You get this because you are an Org Admin of this organisation.`,
    };
  },
});

/** The kinds of mail about signing in. */
export const SIGN_IN_MAIL_KINDS: MailKinds = Object.freeze({
  [RESET_MAIL]: reset,
  [PASSWORD_CHANGED_MAIL]: passwordChanged,
  [ADMIN_LINK_MAIL]: adminLink,
});
