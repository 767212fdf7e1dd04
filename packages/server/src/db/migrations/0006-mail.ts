/** Mail that waits or went out, and what Org Admins were told. */
import { secureRows } from './0002-row-security.ts';

export const mail: readonly string[] = [
  `create table mail (
    organization_id text not null, id text not null, kind text not null, recipient text not null,
    about text not null, state text not null, attempts integer not null, queued_at text not null,
    next_at text not null, ended_at text, last_error text, way text,
    subject text, plain_body text, html_body text,
    primary key (organization_id, id)
  ) strict`,
  // A queue that is empty costs nothing to look at, however much went out before.
  `create index mail_due on mail (organization_id, next_at, id) where state = 'queued'`,
  `create index mail_failed on mail (organization_id, ended_at) where state = 'failed'`,
  `create index mail_ended on mail (organization_id, ended_at) where ended_at is not null`,
  `create table notice (
    organization_id text not null, kind text not null, subject_id text not null,
    threshold text not null, facts text not null, raised_at text not null, ended_at text,
    primary key (organization_id, kind, subject_id, threshold)
  ) strict`,
  `create index notice_current on notice (organization_id, kind) where ended_at is null`,
  // An organisation can have a million members and has a few of these.
  `create index member_org_admin on member (organization_id, id) where is_org_admin = 1`,
  `create index claim_waiting on claim (organization_id, id) where decided_at is null`,
  `alter table organization add column sends_notices integer not null default 1`,
];

/** PostgreSQL alone. One node looks for what is due of all organisations, then reads each by itself. */
export const mailSecurity: readonly string[] = [
  ...secureRows('mail'),
  ...secureRows('notice'),
  `create policy every_organization on mail for select
    using (current_setting('rollcall.organization', true) = '*')`,
];
