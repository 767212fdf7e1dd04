/** Who may do what in the application: roles, entry points, grants, groups made here, operators' keys. */
import { secureRows } from './0002-row-security.ts';

export const permissions: readonly string[] = [
  // One list for the whole application, lowest first; a role includes those before it.
  'create table role (key text primary key, name text not null, rank integer not null) strict',
  `insert into role (key, name, rank) values
    ('viewer', 'Viewer', 1), ('contributor', 'Contributor', 2), ('reporter', 'Reporter', 3),
    ('approver', 'Approver', 4), ('admin', 'Admin', 5)`,
  `create table entry_point (
    organization_id text not null, id text not null, key text not null, name text not null,
    description text, created_at text not null,
    primary key (organization_id, id), unique (organization_id, key)
  ) strict`,
  `create table role_grant (
    organization_id text not null, id text not null, entry_point_id text not null,
    role_key text not null, subject_kind text not null, subject_id text not null,
    created_at text not null, created_by text not null,
    primary key (organization_id, id),
    unique (organization_id, entry_point_id, subject_kind, subject_id)
  ) strict`,
  `create index role_grant_subject on role_grant (organization_id, subject_id, subject_kind)`,
  `create table local_group (
    organization_id text not null, id text not null, name text not null, name_key text not null,
    created_at text not null,
    primary key (organization_id, id), unique (organization_id, name_key)
  ) strict`,
  `create table local_group_member (
    organization_id text not null, group_id text not null, member_id text not null,
    primary key (organization_id, group_id, member_id)
  ) strict, without rowid`,
  `create index local_group_member_member
    on local_group_member (organization_id, member_id, group_id)`,
  `create table operator_key (
    id text primary key, name text not null, digest blob not null unique, hint text not null,
    created_at text not null, expires_at text, last_used_at text, revoked_at text
  ) strict`,
];

export const permissionRowSecurity: readonly string[] = [
  'entry_point',
  'role_grant',
  'local_group',
  'local_group_member',
].flatMap(secureRows);
