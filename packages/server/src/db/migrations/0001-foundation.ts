/** The first tables. See `../tables.ts` for what each column means. */
export const foundation: readonly string[] = [
  `create table plan (
    id text primary key, name text not null, features text not null, seats integer
  ) strict`,
  `insert into plan (id, name, features, seats) values
    ('free', 'Free', '[]', null),
    ('team', 'Team', '["scim.users"]', null),
    ('enterprise', 'Enterprise', '["scim.users","scim.groups"]', null)`,
  `create table organization (
    id text primary key, slug text not null unique, name text not null,
    plan_id text not null references plan (id), plan_ends_at text, suspended_at text,
    created_at text not null
  ) strict`,
  `create table organization_sequence (
    organization_id text primary key, last_seq integer not null, audit_hash blob not null
  ) strict, without rowid`,
  `create table connection (
    organization_id text not null, id text not null, name text not null, mode text not null,
    dialect text not null, link_policy text not null, duplicate_group_names integer not null,
    groups_enabled integer not null, requests_per_second integer, created_at text not null,
    primary key (organization_id, id), unique (organization_id, name)
  ) strict`,
  `create table member (
    organization_id text not null, id text not null, email text, email_key text,
    email_proven_at text, display_name text, application_user_id text, is_local integer not null,
    is_enabled integer not null, is_org_admin integer not null, created_at text not null,
    primary key (organization_id, id), unique (organization_id, application_user_id)
  ) strict`,
  `create index member_email on member (organization_id, email_key)`,
  `create table link (
    organization_id text not null, connection_id text not null, user_id text not null,
    member_id text, user_name_key text not null, email text, email_key text, display_name text,
    is_active integer not null, created_at text not null, ended_at text,
    primary key (organization_id, user_id)
  ) strict`,
  `create index link_member on link (organization_id, member_id)`,
  `create index link_user_name on link (organization_id, user_name_key)`,
  `create index link_email on link (organization_id, email_key)`,
  `create table claim (
    organization_id text not null, id text not null, connection_id text not null,
    user_id text not null, reason text not null, candidates text not null, created_at text not null,
    decided_at text, decision text, decided_by text, member_id text,
    primary key (organization_id, id)
  ) strict`,
  `create index claim_user on claim (organization_id, user_id)`,
  `create table token (
    organization_id text not null, id text not null, connection_id text, owner_id text not null,
    name text not null, digest blob not null, hint text not null, scopes text not null,
    created_at text not null, expires_at text, last_used_at text, revoked_at text,
    rotated_from text,
    primary key (organization_id, id), unique (organization_id, digest)
  ) strict`,
  `create table collection (
    organization_id text not null, connection_id text not null, type text not null,
    total integer not null, next_position integer not null,
    primary key (organization_id, connection_id, type)
  ) strict, without rowid`,
  `create table collection_block (
    organization_id text not null, connection_id text not null, type text not null,
    block integer not null, total integer not null,
    primary key (organization_id, connection_id, type, block)
  ) strict, without rowid`,
  `create table resource (
    organization_id text not null, id text not null, connection_id text not null,
    type text not null, position integer not null, user_name_key text, external_id text,
    is_active integer not null, display_name text, display_key text, created_at text not null,
    modified_at text not null, version integer not null, json text not null,
    primary key (organization_id, id)
  ) strict`,
  `create unique index resource_user_name
    on resource (organization_id, connection_id, user_name_key) where user_name_key is not null`,
  `create index resource_external_id
    on resource (organization_id, connection_id, type, external_id) where external_id is not null`,
  `create index resource_display
    on resource (organization_id, connection_id, type, display_key) where display_key is not null`,
  `create table search (
    organization_id text not null, connection_id text not null, type text not null,
    position integer not null, id text not null, user_name_key text, external_id text,
    is_active integer not null, display_key text, created_at text not null,
    modified_at text not null, version integer not null, folded blob not null,
    primary key (organization_id, connection_id, type, position)
  ) strict, without rowid`,
  `create table lookup (
    organization_id text not null, connection_id text not null, attribute text not null,
    key text not null, resource_id text not null,
    primary key (organization_id, connection_id, attribute, key, resource_id)
  ) strict, without rowid`,
  `create index lookup_resource on lookup (organization_id, resource_id)`,
  `create table membership (
    organization_id text not null, group_id text not null, member_id text not null,
    kind text not null,
    primary key (organization_id, group_id, member_id)
  ) strict, without rowid`,
  `create index membership_member on membership (organization_id, member_id, group_id)`,
  `create index membership_nested
    on membership (organization_id, member_id, group_id) where kind = 'Group'`,
  `create table event (
    organization_id text not null, seq integer not null, type text not null, connection_id text,
    subject_type text not null, subject_id text not null, at text not null, actor text not null,
    request_id text, data text not null,
    primary key (organization_id, seq)
  ) strict, without rowid`,
  `create table audit (
    organization_id text not null, seq integer not null, at text not null, actor text not null,
    action text not null, subject_type text not null, subject_id text not null,
    digest blob not null, hash blob not null,
    primary key (organization_id, seq)
  ) strict, without rowid`,
  `create table audit_detail (
    organization_id text not null, seq integer not null, salt blob not null, detail text not null,
    primary key (organization_id, seq)
  ) strict, without rowid`,
];
