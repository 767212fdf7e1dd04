/** What an invitation says: whose it is, who invites, what the link does and until when. */
import { query, type Session } from '../db/index.ts';
import { type Letter, words } from '../mail/index.ts';
import type { InvitationRow } from './invitation-rows.ts';

const WHY = words`You get this because somebody gave your address for an invitation. Do not pass the link on: whoever opens it joins in your place.`;
/** In the place of a link, where there is none to be shown. */
const NO_LINK = '(made when the mail is sent, and shown nowhere else)';

type Key = { readonly organization: string; readonly id: string };

const selectConnection = query<Key>()((db, p) =>
  db
    .selectFrom('connection')
    .select('name')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectMember = query<Key>()((db, p) =>
  db
    .selectFrom('member')
    .select(['display_name', 'email'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectOrganization = query<{ id: string }>()((db, p) =>
  db.selectFrom('organization').select('name').where('id', '=', p('id')),
);

export interface LetterLink {
  readonly url: string;
  /** RFC 3339. */
  readonly expiresAt: string;
}

/** @param link Undefined for a preview, which has no link. */
export async function invitationLetter(
  session: Session,
  row: InvitationRow,
  link: LetterLink | undefined,
): Promise<Letter> {
  const organization = await organizationName(session, row.organization_id);
  const inviter = await inviterName(session, row);
  const until = link === undefined ? '7 days after it is sent' : dateOf(link.expiresAt);
  return {
    subject: words`${organization} invites you to join`,
    paragraphs: [
      words`${inviter} invites you to join ${organization}.`,
      words`Open the link to accept: it sets up how you sign in. It works once, until ${until}; after that ask your administrator for a new one.`,
      words`If you expected no invitation, do nothing.`,
    ],
    facts: [
      ['Invitation for', row.email ?? ''],
      ['Invited by', inviter],
      ['Valid until', until],
      ['Accept', link ?? NO_LINK],
    ],
    why: WHY,
  };
}

/** The name of whoever invites, as the invited person knows them. */
export async function inviterName(session: Session, row: InvitationRow): Promise<string> {
  const { organization_id: organization, inviter_member_id: inviter, connection_id: place } = row;
  if (inviter !== null) {
    const member = await session.first(selectMember, { organization, id: inviter });
    return member?.display_name ?? member?.email ?? 'An administrator';
  }
  if (place !== null && row.invited_by.startsWith('token:')) {
    const connection = await session.first(selectConnection, { organization, id: place });
    return `The identity provider "${connection?.name ?? 'of your organisation'}"`;
  }
  return 'The operator of the service';
}

export async function organizationName(session: Session, id: string): Promise<string> {
  return (await session.first(selectOrganization, { id }))?.name ?? '';
}

/** A day and time that nobody has to work out. */
function dateOf(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
