/** Invitations that are accepted by single sign-on, the key of receipts sealed, strangers forgotten. */
export const lastMile: readonly string[] = [
  // Whose link began it; null for other ways.
  'alter table sso_attempt add column code_digest text',
  // Set where the private key is sealed; private_key is empty then.
  'alter table signing_key add column sealed_key blob',
  // JSON Web Key. Null where it follows from a private key that is not sealed.
  'alter table signing_key add column public_key text',
  // Records about people who may be no members, whose details are let go.
  `create index audit_refused on audit (organization_id, seq) where action = 'sign_in.refused'`,
  `create index audit_invitation on audit (organization_id, subject_id)
    where subject_type = 'Invitation'`,
];

/** Plans are in the memory of every node, and change. Nobody's organisation, which is empty, stands for them. */
export const planChanges: readonly string[] = [
  `create or replace function rollcall_registry_changed() returns trigger language plpgsql as $$
  declare
    organization text := case tg_table_name
      when 'plan' then ''
      when 'organization' then coalesce(new.id, old.id)
      else coalesce(to_jsonb(new) ->> 'organization_id', to_jsonb(old) ->> 'organization_id') end;
  begin
    insert into registry_change (organization_id, changed_at)
      values (organization, clock_timestamp())
      on conflict (organization_id) do update set changed_at = excluded.changed_at;
    perform pg_notify('rollcall_registry', organization);
    return null;
  end $$`,
  `create trigger registry_changed after insert or update or delete on plan
    for each row execute function rollcall_registry_changed()`,
];
