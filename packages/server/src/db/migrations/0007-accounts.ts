/**
 * How people sign in. All of it is global: an account may be linked to members of several organisations, and
 * a cookie or the code of a link says nothing of an organisation.
 */
export const accounts: readonly string[] = [
  `create table account (
    id text primary key, email text not null, email_key text not null unique, password_hash text,
    display_name text, created_at text not null
  ) strict`,
  `create table account_member (
    account_id text not null references account (id), organization_id text not null,
    member_id text not null, linked_at text not null,
    primary key (account_id, organization_id), unique (organization_id, member_id)
  ) strict, without rowid`,
  `create table session (
    digest blob primary key, id text not null unique, organization_id text not null,
    member_id text not null, account_id text, method text not null, created_at text not null,
    seen_at text not null, proven_at text not null, expires_at text not null,
    address text not null, user_agent text not null
  ) strict, without rowid`,
  'create index session_member on session (organization_id, member_id)',
  'create index session_account on session (account_id)',
  // Whether somebody is signed in from where a try comes from: see sign-in/tries.ts.
  'create index session_address on session (address)',
  'create index session_end on session (expires_at)',
  `create table one_time_link (
    digest blob primary key, kind text not null, organization_id text, member_id text,
    account_id text, created_at text not null, expires_at text not null, used_at text
  ) strict, without rowid`,
  'create index one_time_link_member on one_time_link (organization_id, member_id)',
  'create index one_time_link_account on one_time_link (account_id)',
  'create index one_time_link_end on one_time_link (expires_at)',
  // Digests of addresses: also of those that nobody has, so that these are answered the same.
  `create table sign_in_failure (
    subject blob primary key, failures integer not null, next_at text not null,
    forgotten_at text not null
  ) strict, without rowid`,
  'create index sign_in_failure_end on sign_in_failure (forgotten_at)',
];
