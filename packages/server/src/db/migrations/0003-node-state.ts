/** What nodes share beside the data of organisations. */

/** Work that has to be done once, by whichever node gets to it. See `jobs/`. */
export const jobs: readonly string[] = [
  `create table job (
    name text primary key, holder text, lease_ends_at text, next_at text not null,
    last_done_at text, last_error text
  ) strict`,
];

/**
 * PostgreSQL alone. The embedded database has one process, which keeps rates in memory and the log of
 * requests in a file of its own.
 */
export const nodeState: readonly string[] = [
  // Lost with a crash of the database, and then everybody has a full bucket: no log is needed.
  `create unlogged table rate_bucket (
    organization_id text collate "C" not null, connection_id text collate "C" not null,
    saved float8 not null, at timestamptz not null, per_second float8 not null, spent float8 not null,
    primary key (organization_id, connection_id)
  ) with (fillfactor = 50)`,
  // An empty organisation: it never became known who asked.
  `create table activity (
    organization_id text collate "C" not null, id bigint generated always as identity,
    connection_id text collate "C", token_id text collate "C", at text collate "C" not null,
    request_id text not null, method text not null, path text not null, query text not null,
    status bigint not null, duration_us bigint not null, resource_type text, resource_id text,
    notes text not null, detail text, scim_type text, request_body text, user_agent text,
    primary key (organization_id, id)
  )`,
  'alter table activity enable row level security',
  'alter table activity force row level security',
  // The operator may look across organisations, and has to say so.
  `create policy organization on activity using (
    organization_id = current_setting('rollcall.organization', true)
    or current_setting('rollcall.organization', true) = '*')`,
];
