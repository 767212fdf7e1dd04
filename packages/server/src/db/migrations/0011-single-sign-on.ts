/** Signing in by an organisation's identity provider. */
import { secureRows } from './0002-row-security.ts';

export const singleSignOn: readonly string[] = [
  // One for each organisation: see docs/decisions/0022-single-sign-on.md.
  `create table sso_provider (
    organization_id text not null, id text not null, name text not null, issuer text not null,
    client_id text not null, client_secret blob, subject_claim text not null, connection_id text,
    is_enabled integer not null, is_required integer not null,
    honours_session_expiry integer not null, created_at text not null,
    primary key (organization_id, id), unique (organization_id)
  ) strict`,
  `create table sso_identity (
    organization_id text not null, issuer text not null, subject text not null,
    member_id text not null, linked_at text not null,
    primary key (organization_id, issuer, subject)
  ) strict, without rowid`,
  'create index sso_identity_member on sso_identity (organization_id, member_id)',
  `create table sso_attempt (
    organization_id text not null, digest blob not null, provider_id text not null,
    issuer text not null, purpose text not null, member_id text, browser blob not null,
    client blob not null, return_path text not null, created_at text not null,
    expires_at text not null, used_at text,
    primary key (organization_id, digest)
  ) strict, without rowid`,
  'create index sso_attempt_client on sso_attempt (organization_id, client)',
  'create index sso_attempt_end on sso_attempt (organization_id, expires_at)',
];

export const singleSignOnSecurity: readonly string[] = [
  'sso_provider',
  'sso_identity',
  'sso_attempt',
].flatMap(secureRows);
