/**
 * Several statements in one message to PostgreSQL (extended query protocol: everything up to a Sync), which
 * the driver by itself sends one at a time.
 */
import pg, { type QueryConfig, type QueryResult } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** A statement that its connection has prepared. */
export interface PreparedStatement {
  readonly name: string;
  readonly values: readonly unknown[];
}

/** A query by name: a connection prepares it when it first sees it. */
export type NamedQuery = QueryConfig & { readonly name: string };

/** What the driver's queries and clients have beside their declared types. */
interface Wire {
  readonly parsedStatements: { readonly [name: string]: string };
  bind(message: {
    portal: string;
    statement: string;
    values: readonly unknown[];
    valueMapper: (value: unknown) => unknown;
  }): void;
  describe(message: { type: 'P'; name: string }): void;
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

/** A query with statements before it whose answers nobody needs, and with other values first. */
class Message extends DriverQuery {
  readonly #before: readonly PreparedStatement[];
  readonly #first: readonly PreparedStatement[];
  /** How many statements of each kind have no answer yet. */
  #waiting: { before: number; first: number };

  constructor(
    config: QueryConfig,
    before: readonly PreparedStatement[],
    first: readonly PreparedStatement[],
    callback: Answer,
  ) {
    super(config, undefined, callback);
    this.#before = before;
    this.#first = first;
    this.#waiting = { before: before.length, first: first.length };
  }

  /** The simple protocol would be a message of its own. */
  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: Wire): void {
    for (const statement of this.#before) execute(connection, statement);
    for (const [index, statement] of this.#first.entries()) {
      execute(connection, statement, index === 0);
    }
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#waiting.before === 0) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#waiting.before > 0) this.#waiting.before -= 1;
    else if (this.#waiting.first > 0) this.#waiting.first -= 1;
    else super.handleCommandComplete(message, connection);
  }
}

/** @param isDescribed Whether to ask what its rows look like, to read them. */
function execute(connection: Wire, { name, values }: PreparedStatement, isDescribed = false): void {
  connection.bind({ portal: '', statement: name, values, valueMapper: prepareValue });
  if (isDescribed) connection.describe({ type: 'P', name: '' });
  connection.execute({ portal: '' });
}

/**
 * A query with others before it, in one message and in this order.
 *
 * @param first Values to run the query with before its own; it is prepared then. Their rows come first.
 * @throws What the first of them failed with; those after it were not run.
 */
export function sendAfter(
  client: pg.ClientBase,
  before: readonly PreparedStatement[],
  config: QueryConfig,
  first: readonly PreparedStatement[] = [],
): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const message = new Message(config, before, first, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
    client.query(message as unknown as pg.Submittable);
  });
}

/** Whether the connection has prepared it. */
export function isPrepared(client: pg.ClientBase, query: QueryConfig): query is NamedQuery {
  if (query.name === undefined) return false;
  const { connection } = client as unknown as { readonly connection: Wire };
  return connection.parsedStatements[query.name] !== undefined;
}
