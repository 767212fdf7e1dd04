/**
 * Queries that say whose rows they may see. Row-level security goes by a setting of the transaction,
 * so it has to be set in the same one; doing that in the same message as the query saves a round trip
 * (extended query protocol: everything up to a Sync is one transaction).
 */
import pg, { type QueryConfig, type QueryResult } from 'pg';

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

interface PreparedStatement {
  readonly name: string;
  readonly values: readonly string[];
}

/** What the driver's queries have beside their declared types. */
interface Wire {
  bind(message: { portal: string; statement: string; values: readonly string[] }): void;
  execute(message: { portal: string; rows?: number }): void;
}
interface DriverQuery {
  requiresPreparation(): boolean;
  prepare(connection: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
}
type Answer = (error: Error | null, result: QueryResult) => void;
const DriverQuery = pg.Query as unknown as new (
  config: QueryConfig,
  values: undefined,
  callback: Answer,
) => DriverQuery;

/** A query with statements before it, whose answers nobody needs, in one message. */
class PrecededQuery extends DriverQuery {
  readonly #before: readonly PreparedStatement[];
  #unanswered: number;

  constructor(config: QueryConfig, before: readonly PreparedStatement[], callback: Answer) {
    super(config, undefined, callback);
    this.#before = before;
    this.#unanswered = before.length;
  }

  /** The simple protocol would be a message of its own. */
  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: Wire): void {
    for (const { name, values } of this.#before) {
      connection.bind({ portal: '', statement: name, values });
      connection.execute({ portal: '' });
    }
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#unanswered === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#unanswered === 0) super.handleCommandComplete(message, connection);
    else this.#unanswered -= 1;
  }
}

/** How long to wait for an answer to these, milliseconds: a host may be gone by then. */
const PREPARE_MS = 5000;

/** Prepares what {@link queryFor} and {@link beginFor} send; once for each connection. */
export async function prepareScope(client: pg.ClientBase): Promise<void> {
  const query_timeout = PREPARE_MS;
  await client.query({ ...SCOPE, values: [''], query_timeout } as QueryConfig);
  for (const begin of [BEGIN, BEGIN_READING]) {
    await client.query({ ...begin, values: [], query_timeout } as QueryConfig);
    await client.query({ text: 'rollback', query_timeout } as QueryConfig);
  }
}

/** A query that sees the rows of one organisation. Outside a transaction it is one of its own. */
export function queryFor(
  client: pg.ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return send(client, config, [scope(organizationId)]);
}

/** Begins a transaction that sees the rows of one organisation, with its first query. */
export function beginFor(
  client: pg.ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return send(client, config, [{ name: BEGIN.name, values: [] }, scope(organizationId)]);
}

/** The same for a transaction that only reads, and sees one moment. */
export function beginReadingFor(
  client: pg.ClientBase,
  organizationId: string,
  config: QueryConfig,
): Promise<QueryResult> {
  return send(client, config, [{ name: BEGIN_READING.name, values: [] }, scope(organizationId)]);
}

function scope(organizationId: string): PreparedStatement {
  return { name: SCOPE.name, values: [organizationId] };
}

function send(
  client: pg.ClientBase,
  config: QueryConfig,
  before: readonly PreparedStatement[],
): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new PrecededQuery(config, before, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
    client.query(query as unknown as pg.Submittable);
  });
}
