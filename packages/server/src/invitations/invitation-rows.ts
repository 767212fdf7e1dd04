/** Statements about invitations. Those of an organisation change one after the other, in its units. */
import { fold } from '@rollcall/scim';
import { sql } from 'kysely';
import { Refusal } from '../core.ts';
import { type InvitationTable, query, rawQuery, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';

export type InvitationRow = Readonly<InvitationTable>;

type Scope = { readonly organization: string };

const insert = query<Scope & InvitationRow>()((db, p) =>
  db.insertInto('invitation').values({
    organization_id: p('organization'),
    id: p('id'),
    member_id: p('member_id'),
    connection_id: p('connection_id'),
    user_id: p('user_id'),
    email: p('email'),
    email_key: p('email_key'),
    display_name: p('display_name'),
    search_key: p('search_key'),
    is_org_admin: p('is_org_admin'),
    roles: p('roles'),
    state: p('state'),
    hold_reason: p('hold_reason'),
    generation: p('generation'),
    mail_id: p('mail_id'),
    invited_by: p('invited_by'),
    inviter_member_id: p('inviter_member_id'),
    created_at: p('created_at'),
    released_at: p('released_at'),
    sent_at: p('sent_at'),
    expires_at: p('expires_at'),
    ended_at: p('ended_at'),
    account_id: p('account_id'),
  }),
);

/** Everything that changes in the life of one. */
const update = query<Scope & InvitationRow>()((db, p) =>
  db
    .updateTable('invitation')
    .set({
      member_id: p('member_id'),
      email: p('email'),
      email_key: p('email_key'),
      display_name: p('display_name'),
      search_key: p('search_key'),
      state: p('state'),
      hold_reason: p('hold_reason'),
      generation: p('generation'),
      mail_id: p('mail_id'),
      invited_by: p('invited_by'),
      inviter_member_id: p('inviter_member_id'),
      released_at: p('released_at'),
      sent_at: p('sent_at'),
      expires_at: p('expires_at'),
      ended_at: p('ended_at'),
      account_id: p('account_id'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const byId = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const openOfMember = query<Scope & { member: string }>()((db, p) =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .where('ended_at', 'is', null),
);

const openOfAddress = query<Scope & { key: string }>()((db, p) =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .where('email_key', '=', p('key'))
    .where('member_id', 'is', null)
    .where('ended_at', 'is', null),
);

/** Open ones for a member, or that it vouches for; one query for each index. */
const openAbout = rawQuery<Scope & { member: string }>()(
  (p) => sql<InvitationTable>`
    select * from invitation where organization_id = ${p('organization')}
      and member_id = ${p('member')} and ended_at is null
    union all select * from invitation where organization_id = ${p('organization')}
      and inviter_member_id = ${p('member')} and ended_at is null`,
);

export async function insertInvitation(session: Session, row: InvitationRow): Promise<void> {
  await session.send(insert, { organization: row.organization_id, ...row });
}

export async function saveInvitation(session: Session, row: InvitationRow): Promise<void> {
  await session.send(update, { organization: row.organization_id, ...row });
}

export async function invitationRow(
  session: Session,
  organization: string,
  id: string,
): Promise<InvitationRow | undefined> {
  return session.first(byId, { organization, id });
}

/** @throws Refusal `notFound`. */
export async function findInvitation(
  session: Session,
  organization: string,
  id: string,
): Promise<InvitationRow> {
  const row = await invitationRow(session, organization, id);
  if (row === undefined) throw new Refusal('notFound', `There is no invitation ${id}.`);
  return row;
}

/** The one that a member has open: there is at most one. */
export async function openInvitationOf(
  session: Session,
  organization: string,
  member: string,
): Promise<InvitationRow | undefined> {
  return session.first(openOfMember, { organization, member });
}

/** The one that is open for somebody who is no member yet. */
export async function openInvitationTo(
  session: Session,
  organization: string,
  email: string,
): Promise<InvitationRow | undefined> {
  return session.first(openOfAddress, { organization, key: fold(email) });
}

/** Open ones for a member, and those that it vouches for. */
export async function openInvitationsAbout(
  session: Session,
  organization: string,
  member: string,
): Promise<InvitationRow[]> {
  return session.all(openAbout, { organization, member });
}

/** What follows from an address and a name. */
export function addressColumns(email: string | null, displayName: string | null) {
  return {
    email,
    email_key: email === null ? null : fold(email),
    display_name: displayName,
    search_key: fold(`${displayName ?? ''} ${email ?? ''}`),
  };
}

export function recordInvitation(
  session: Session,
  context: ChangeContext,
  what:
    | 'created'
    | 'moved'
    | 'released'
    | 'resent'
    | 'link_made'
    | 'withdrawn'
    | 'expired'
    | 'accepted',
  row: InvitationRow,
  { data = {}, detail = {} }: { readonly data?: object; readonly detail?: object } = {},
): Promise<number> {
  return recordChange(session, context, {
    type: `invitation.${what}`,
    subjectType: 'Invitation',
    subjectId: row.id,
    data: { memberId: row.member_id, userId: row.user_id, state: row.state, ...data },
    detail: { email: row.email, ...detail },
  });
}
