/** What is said to PostgreSQL on one connection, several statements at a time. */
import type { PoolClient, QueryConfig, QueryResult } from 'pg';
import { isPrepared, type NamedQuery, type PreparedStatement, sendAfter } from './message.ts';
import { scopeOf } from './scoped-query.ts';

/** Statements that may wait for the next question: bounds what is held and sent at a time. */
const UNSENT_MAX = 128;
/** Questions in one message. */
const ASKED_MAX = 1000;

/**
 * Statements whose answers nobody needs wait, in their order, for the next query whose answer somebody
 * does: they go out in one message, so they take no round trip of their own. What they fail with is
 * what that query fails with.
 */
export class Talk {
  readonly #client: PoolClient;
  #unsent: PreparedStatement[] = [];

  constructor(client: PoolClient) {
    this.#client = client;
  }

  /** @param organizationId Whose rows it and what follows sees; undefined says nothing new about it. */
  ask(query: QueryConfig, organizationId?: string): Promise<QueryResult> {
    return this.#send(query, [], organizationId);
  }

  /**
   * The same query for each of the values, many in a message; the rows of all.
   *
   * @param organizationId As of {@link Talk.ask}.
   */
  async askEach(
    query: NamedQuery,
    values: readonly unknown[][],
    organizationId?: string,
  ): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (let at = 0; at < values.length; ) {
      const size = isPrepared(this.#client, query) ? ASKED_MAX : 1;
      const asked = values.slice(at, at + size);
      at += asked.length;
      const first = asked.slice(0, -1).map((each) => ({ name: query.name, values: each }));
      const last = { ...query, values: asked.at(-1) ?? [] };
      for (const row of (await this.#send(last, first, organizationId)).rows) rows.push(row);
    }
    return rows;
  }

  /**
   * Resolves at once, but for the first time that a connection sees the statement: it is prepared then.
   *
   * @param organizationId As of {@link Talk.ask}.
   */
  async tell(query: QueryConfig, organizationId?: string): Promise<void> {
    if (!isPrepared(this.#client, query) || this.#unsent.length >= UNSENT_MAX) {
      await this.ask(query, organizationId);
      return;
    }
    if (organizationId !== undefined) this.#unsent.push(scopeOf(organizationId));
    this.#unsent.push({ name: query.name, values: query.values ?? [] });
  }

  /** What was not sent will not be. @returns Whether this statement was among that. */
  forget(name: string): boolean {
    const wasUnsent = this.#unsent.some((statement) => statement.name === name);
    this.#unsent = [];
    return wasUnsent;
  }

  #send(
    query: QueryConfig,
    first: readonly PreparedStatement[],
    organizationId: string | undefined,
  ): Promise<QueryResult> {
    const before = this.#unsent;
    if (organizationId !== undefined) before.push(scopeOf(organizationId));
    this.#unsent = [];
    return sendAfter(this.#client, before, query, first);
  }
}
