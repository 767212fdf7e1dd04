/** The brake: settings of connections, what they added and removed lately, and the removals that are held. */
import { secureRows } from './0002-row-security.ts';

export const brake: readonly string[] = [
  'alter table connection add column brake integer not null default 1',
  'alter table connection add column brake_percent integer not null default 10',
  'alter table connection add column brake_least integer not null default 20',
  'alter table connection add column brake_window_minutes integer not null default 60',
  // Until then removals pass without a question.
  'alter table connection add column brake_open_until text',
  // Rows of a ring by time, and one (slot -1) since ever: their number does not grow.
  `create table brake_count (
    organization_id text not null, connection_id text not null, kind text not null,
    slot integer not null, bucket integer not null, removed integer not null, added integer not null,
    primary key (organization_id, connection_id, kind, slot)
  ) strict, without rowid`,
  // PostgreSQL shows no rows here; see below.
  `insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
    select organization_id, connection_id, 'users', -1, 0, 0, count(*) from resource
    where type = 'User' and is_active = 1 group by organization_id, connection_id`,
  `insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
    select m.organization_id, r.connection_id, 'memberships', -1, 0, 0, count(*) from membership m
    join resource r on r.organization_id = m.organization_id and r.id = m.group_id
    group by m.organization_id, r.connection_id`,
  `create table held_change (
    organization_id text not null, id text not null, connection_id text not null,
    resource_type text not null, resource_id text not null, what text not null,
    amount integer not null, tries integer not null, state text not null,
    first_seen_at text not null, last_seen_at text not null, decided_at text, decided_by text,
    primary key (organization_id, id)
  ) strict`,
  `create unique index held_change_once on held_change (organization_id, resource_id, what)`,
  // Whether anything waits is asked with every removal; as a rule this index is empty.
  `create index held_change_waiting on held_change (organization_id, connection_id, id)
    where state = 'held'`,
];

export const brakeRowSecurity: readonly string[] = [
  ...secureRows('brake_count'),
  ...secureRows('held_change'),
  `do $$ declare one text; begin
    for one in select id from organization loop
      perform set_config('rollcall.organization', one, true);
      insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
        select one, connection_id, 'users', -1, 0, 0, count(*) from resource
        where organization_id = one and type = 'User' and is_active = 1 group by connection_id
        on conflict do nothing;
      insert into brake_count (organization_id, connection_id, kind, slot, bucket, removed, added)
        select one, r.connection_id, 'memberships', -1, 0, 0, count(*) from membership m
        join resource r on r.organization_id = m.organization_id and r.id = m.group_id
        where m.organization_id = one group by r.connection_id
        on conflict do nothing;
    end loop;
  end $$`,
];
