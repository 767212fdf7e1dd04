/**
 * Tables that are global by nature, and why: their keys and indexes need not begin with an
 * organisation. A test holds every other table to it, so that data can be spread by organisation and
 * no query can do without one.
 */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = Object.freeze({
  organization: 'the organisations themselves',
  plan: 'what an organisation can buy',
  job: 'work of the service itself, done once for all',
  migration: 'how far the tables are (PostgreSQL; SQLite keeps it in the header of its file)',
  registry_change: 'one index by time: a node asks what changed of all organisations it keeps',
});

/** Tables that nodes share: keyed by organisation, but a node writes about many of them at once. */
export const NODE_TABLES: Readonly<Record<string, string>> = Object.freeze({
  rate_bucket: 'what connections may still send; a node tells of all that it heard from',
});
