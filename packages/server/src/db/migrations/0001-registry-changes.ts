/**
 * PostgreSQL alone, where several nodes keep organisations, connections and tokens in memory: every
 * change of them is told to all nodes when it commits, whichever door it came through, and written
 * down for a node that did not listen at that moment. A token's last use is no such change.
 */
const CHANGED = `
  create function rollcall_registry_changed() returns trigger language plpgsql as $$
  declare
    organization text := case tg_table_name
      when 'organization' then coalesce(new.id, old.id)
      else coalesce(to_jsonb(new) ->> 'organization_id', to_jsonb(old) ->> 'organization_id') end;
  begin
    insert into registry_change (organization_id, changed_at)
      values (organization, clock_timestamp())
      on conflict (organization_id) do update set changed_at = excluded.changed_at;
    perform pg_notify('rollcall_registry', organization);
    return null;
  end $$`;

const onEach = (table: string, events: string) => `
  create trigger registry_changed after ${events} on ${table}
  for each row execute function rollcall_registry_changed()`;

export const registryChanges: readonly string[] = [
  `create table registry_change (
    organization_id text collate "C" primary key, changed_at timestamptz not null)`,
  'create index registry_change_at on registry_change (changed_at)',
  CHANGED,
  onEach('organization', 'insert or update or delete'),
  onEach('connection', 'insert or update or delete'),
  onEach(
    'token',
    'insert or delete or update of revoked_at, expires_at, scopes, name, connection_id',
  ),
];
