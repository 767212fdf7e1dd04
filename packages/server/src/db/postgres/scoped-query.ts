/**
 * Queries that say whose rows they may see. Row-level security goes by a setting of the transaction,
 * so it has to be set in the same one; doing that in the same message as the query saves a round trip
 * (extended query protocol: everything up to a Sync is one transaction).
 */
import type { ClientBase, QueryConfig, QueryResult } from 'pg';
import { type PreparedStatement, sendAfter } from './message.ts';

/** Local to the transaction, so a pooled connection never carries it on to somebody else. */
const SCOPE = {
  name: 'rollcall_scope',
  text: "select set_config('rollcall.organization', $1, true)",
};
const BEGIN = { name: 'rollcall_begin', text: 'begin' };
/** Everything in it sees one moment. */
const BEGIN_READING = {
  name: 'rollcall_begin_reading',
  text: 'begin isolation level repeatable read read only',
};

/**
 * Plans that do not depend on the values: planned for one organisation's id, they would rely on what the
 * statistics say of it, and of an organisation that is younger than the statistics they say that it
 * has no rows. Any index that begins with the organisation then looks as good as the right one, and a
 * look-up reads everything the organisation has.
 */
const GENERIC_PLANS = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off';

/** How long to wait for an answer to these, milliseconds: a host may be gone by then. */
const PREPARE_MS = 5000;

/** Prepares what {@link queryFor} and {@link beginFor} send; once for each connection. */
export async function prepareScope(client: ClientBase): Promise<void> {
  const query_timeout = PREPARE_MS;
  await client.query({ text: GENERIC_PLANS, query_timeout } as QueryConfig);
  await client.query({ ...SCOPE, values: [''], query_timeout } as QueryConfig);
  for (const begin of [BEGIN, BEGIN_READING]) {
    await client.query({ ...begin, values: [], query_timeout } as QueryConfig);
    await client.query({ text: 'rollback', query_timeout } as QueryConfig);
  }
}

/** A query that sees the rows of one organisation. Outside a transaction it is one of its own. */
export function queryFor(
  client: ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return sendAfter(client, [scopeOf(organizationId)], config);
}

/** Begins a transaction that sees the rows of one organisation, with its first query. */
export function beginFor(
  client: ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return sendAfter(client, [{ name: BEGIN.name, values: [] }, scopeOf(organizationId)], config);
}

/** The same for a transaction that only reads, and sees one moment. */
export function beginReadingFor(
  client: ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return sendAfter(
    client,
    [{ name: BEGIN_READING.name, values: [] }, scopeOf(organizationId)],
    config,
  );
}

/** Whose rows the rest of the transaction sees. */
export function scopeOf(organizationId: string): PreparedStatement {
  return { name: SCOPE.name, values: [organizationId] };
}
