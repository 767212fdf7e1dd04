/** Links with the guide for connecting an identity provider, and users that are not active, by name. */
import { secureRows } from './0002-row-security.ts';

export const setUpLinks: readonly string[] = [
  `create table set_up_link (
    organization_id text not null, id text not null, digest text not null,
    connection_id text not null, product text not null, member_id text not null,
    created_at text not null, expires_at text not null, opened_at text, revoked_at text,
    primary key (organization_id, id), unique (organization_id, digest)
  ) strict`,
  // Of 100,000 users a few are inactive: a page of them is found without going through the others.
  `create index resource_inactive on resource (organization_id, connection_id, display_key)
    where type = 'User' and is_active = 0`,
];

export const setUpLinkSecurity: readonly string[] = secureRows('set_up_link');
