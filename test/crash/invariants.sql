-- What must hold in every database, whatever happened to its server. Each query names a broken rule
-- and counts its violations; every count must be 0. Records are looked up in lists made once: they have
-- no index by subject, and this runs after each of hundreds of crashes. Audit records stay for ever;
-- the oldest events may be gone.
select 'search row for each resource' as rule, count(*) as broken from resource r
  left join search s on s.organization_id = r.organization_id and s.connection_id = r.connection_id
    and s.type = r.type and s.position = r.position and s.id = r.id and s.version = r.version
  where s.id is null
union all
select 'resource for each search row', count(*) from search s
  left join resource r on r.organization_id = s.organization_id and r.id = s.id
  where r.id is null
union all
select 'resource for each lookup row', count(*) from lookup l
  left join resource r on r.organization_id = l.organization_id and r.id = l.resource_id
  where r.id is null
union all
select 'group for each membership', count(*) from membership m
  left join resource r on r.organization_id = m.organization_id and r.id = m.group_id and r.type = 'Group'
  where r.id is null
union all
select 'member for each membership', count(*) from membership m
  left join resource r on r.organization_id = m.organization_id and r.id = m.member_id and r.type = m.kind
  where r.id is null
union all
select 'collection totals', count(*) from collection c
  where c.total <> (select count(*) from resource r where r.organization_id = c.organization_id
    and r.connection_id = c.connection_id and r.type = c.type)
union all
select 'block totals', count(*) from collection_block b
  where b.total <> (select count(*) from resource r where r.organization_id = b.organization_id
    and r.connection_id = b.connection_id and r.type = b.type and r.position / 1024 = b.block)
union all
select 'blocks add up to the collection', count(*) from collection c
  where c.total <> (select coalesce(sum(b.total), 0) from collection_block b
    where b.organization_id = c.organization_id and b.connection_id = c.connection_id and b.type = c.type)
union all
select 'a member or a claim for each user', count(*) from resource r
  where r.type = 'User'
    and not exists (select 1 from link l where l.organization_id = r.organization_id
      and l.user_id = r.id and l.ended_at is null and l.member_id is not null)
    and not exists (select 1 from claim c where c.organization_id = r.organization_id
      and c.user_id = r.id and c.decided_at is null)
union all
select 'a live link only for a user that is there', count(*) from link l
  left join resource r on r.organization_id = l.organization_id and r.id = l.user_id
  where l.ended_at is null and (r.id is null or r.is_active <> l.is_active)
union all
select 'as many seats taken as there are active members', count(*) from organization o
  where (select coalesce(sum(u.active_members), 0) from seat_use u where u.organization_id = o.id) <> (
    select count(*) from member m where m.organization_id = o.id
      and ((m.is_local = 1 and m.is_enabled = 1) or exists (select 1 from link l
        where l.organization_id = o.id and l.member_id = m.id and l.is_active = 1)))
union all
select 'no pending invitation for a member that is not active', count(*) from invitation i
  where i.state in ('held', 'pending') and i.member_id is not null
    and not exists (select 1 from member m where m.organization_id = i.organization_id
      and m.id = i.member_id and ((m.is_local = 1 and m.is_enabled = 1) or exists (select 1 from link l
        where l.organization_id = m.organization_id and l.member_id = m.id and l.is_active = 1)))
union all
select 'one open invitation for a member', count(*) from (
  select 1 from invitation i where i.ended_at is null and i.member_id is not null
  group by i.organization_id, i.member_id having count(*) > 1) doubled
union all
select 'an ended invitation has its end, and no code', count(*) from invitation i
  where (i.ended_at is null) = (i.state in ('accepted', 'withdrawn'))
    or (i.state <> 'pending' and exists (select 1 from invitation_code c
      where c.organization_id = i.organization_id and c.invitation_id = i.id))
union all
select 'nobody signed in who is not active', count(*) from session s
  where not exists (select 1 from member m where m.organization_id = s.organization_id
      and m.id = s.member_id and m.is_local = 1 and m.is_enabled = 1)
    and not exists (select 1 from link l where l.organization_id = s.organization_id
      and l.member_id = s.member_id and l.is_active = 1)
union all
select 'a receipt for each departure', count(*) from event e
  where e.type = 'member.deactivated' and e.data like '%receiptId%'
    and not exists (select 1 from receipt r where r.organization_id = e.organization_id
      and r.member_id = e.subject_id and r.at = e.at)
union all
select 'audit rows without gaps', count(*) from organization_sequence s
  where s.last_seq <> (select count(*) from audit a where a.organization_id = s.organization_id)
    or s.last_seq <> (select coalesce(max(a.seq), 0) from audit a where a.organization_id = s.organization_id)
union all
select 'an audit row for each event', count(*) from event e
  left join audit a on a.organization_id = e.organization_id and a.seq = e.seq
  where a.seq is null
union all
select 'an event for each audit row from the oldest event on', count(*) from audit a
  join (select organization_id, min(seq) as seq from event group by organization_id) oldest
    on oldest.organization_id = a.organization_id and oldest.seq < a.seq
  left join event e on e.organization_id = a.organization_id and e.seq = a.seq
  where e.seq is null
union all
select 'a record of its creation for each resource', count(*) from resource r
  where r.id not in (select a.subject_id from audit a
    where a.action in ('user.created', 'group.created'))
union all
select 'no resource with a record of its deletion', count(*) from resource r
  where r.id in (select a.subject_id from audit a
    where a.action in ('user.deleted', 'group.deleted'))
union all
select 'a session only of an active member', count(*) from session s
  where not exists (select 1 from member m where m.organization_id = s.organization_id
    and m.id = s.member_id and ((m.is_local = 1 and m.is_enabled = 1) or exists (select 1 from link l
      where l.organization_id = m.organization_id and l.member_id = m.id and l.is_active = 1)))
union all
select 'a session of an account only of its member', count(*) from session s
  where s.account_id is not null and not exists (select 1 from account_member a
    where a.account_id = s.account_id and a.organization_id = s.organization_id
      and a.member_id = s.member_id)
union all
select 'a member for each that an account leads to', count(*) from account_member a
  left join member m on m.organization_id = a.organization_id and m.id = a.member_id
  where m.id is null;
