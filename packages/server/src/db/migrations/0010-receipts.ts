/** What ended when a member was no longer active, and the key that says so. */
import { secureRows } from './0002-row-security.ts';

export const receipts: readonly string[] = [
  `create table signing_key (
    id text primary key, private_key text not null, created_at text not null
  ) strict`,
  `create table receipt (
    organization_id text not null, id text not null, member_id text not null, at text not null,
    jws text not null,
    primary key (organization_id, id)
  ) strict`,
  'create index receipt_member on receipt (organization_id, member_id, id)',
];

export const receiptRowSecurity: readonly string[] = secureRows('receipt');
