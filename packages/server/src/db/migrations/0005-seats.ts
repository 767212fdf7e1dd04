/** How many members of an organisation are active, kept with every change of one. */
import { secureRows } from './0002-row-security.ts';

export const seats: readonly string[] = [
  // Null is as many as the plan has.
  'alter table organization add column seats integer',
  `create table seat_use (
    organization_id text primary key, active_members integer not null
  ) strict, without rowid`,
  // PostgreSQL shows no rows here; see below.
  `insert into seat_use (organization_id, active_members)
    select m.organization_id, count(*) from member m
    where (m.is_local = 1 and m.is_enabled = 1) or exists (
      select 1 from link l where l.organization_id = m.organization_id
        and l.member_id = m.id and l.is_active = 1)
    group by m.organization_id`,
];

export const seatRowSecurity: readonly string[] = [
  ...secureRows('seat_use'),
  `do $$ declare one text; begin
    for one in select id from organization loop
      perform set_config('rollcall.organization', one, true);
      insert into seat_use (organization_id, active_members)
        select one, count(*) from member m
        where m.organization_id = one and ((m.is_local = 1 and m.is_enabled = 1) or exists (
          select 1 from link l where l.organization_id = one
            and l.member_id = m.id and l.is_active = 1))
        on conflict do nothing;
    end loop;
  end $$`,
];
