/** Who was invited and has not joined yet, and what became of it. */
import { secureRows } from './0002-row-security.ts';

export const invitations: readonly string[] = [
  // Connections that are there go on as before: an upgrade mails nobody.
  `alter table connection add column invitations text not null default 'none'`,
  `create table invitation (
    organization_id text not null, id text not null, member_id text, connection_id text,
    user_id text, email text, email_key text, display_name text, search_key text not null,
    is_org_admin integer not null, roles text not null, state text not null, hold_reason text,
    generation integer not null, mail_id text, invited_by text not null, inviter_member_id text,
    created_at text not null, released_at text, sent_at text, expires_at text, ended_at text,
    account_id text,
    primary key (organization_id, id)
  ) strict`,
  // A member has one that is open; so has an address that is no member yet.
  `create unique index invitation_member on invitation (organization_id, member_id)
    where ended_at is null and member_id is not null`,
  `create unique index invitation_address on invitation (organization_id, email_key)
    where ended_at is null and member_id is null`,
  // A page of 100,000 that are held is as quick as of ten.
  'create index invitation_state on invitation (organization_id, state, id)',
  `create index invitation_inviter on invitation (organization_id, inviter_member_id)
    where ended_at is null and inviter_member_id is not null`,
  `create index invitation_expiry on invitation (organization_id, expires_at)
    where state = 'pending'`,
  `create index invitation_ended on invitation (organization_id, ended_at)
    where ended_at is not null`,
  `create table invitation_code (
    organization_id text not null, digest text not null, invitation_id text not null,
    expires_at text not null,
    primary key (organization_id, digest)
  ) strict, without rowid`,
  'create index invitation_code_invitation on invitation_code (organization_id, invitation_id)',
];

export const invitationRowSecurity: readonly string[] = ['invitation', 'invitation_code'].flatMap(
  secureRows,
);
