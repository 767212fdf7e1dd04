import type { QueryConfig, QueryResult } from 'pg';
import { POSTGRES } from '../dialect.ts';
import type { DynamicQuery, Query } from '../query.ts';
import type { Session } from '../session.ts';
import { toUnavailable } from './failures.ts';
import type { NamedQuery } from './message.ts';

/**
 * Sends a query.
 *
 * @param organizationId Whose rows it may see; undefined says nothing new about it.
 */
export type Send<Answer> = (
  request: QueryConfig,
  organizationId: string | undefined,
) => Promise<Answer>;

/** For statements that need no message each. */
export interface InBulk {
  /** Sends a query whose answer nobody needs, some time. */
  readonly tell: Send<unknown>;
  /** Sends a query with each of the values; the rows of all. */
  askEach(
    request: NamedQuery,
    values: readonly unknown[][],
    organizationId: string | undefined,
  ): Promise<unknown[]>;
}

/** A {@link Session} over PostgreSQL; everything answers with a promise. */
export class PgSession implements Session {
  readonly dialect = POSTGRES;
  readonly #ask: Send<QueryResult>;
  readonly #inBulk: InBulk | undefined;

  /** @param inBulk Where several statements can go in one message: within a transaction. */
  constructor(ask: Send<QueryResult>, inBulk?: InBulk) {
    this.#ask = ask;
    this.#inBulk = inBulk;
  }

  async all<P, R>(query: Query<P, R>, parameters: P): Promise<R[]> {
    return (await this.#named(this.#ask, query, parameters)).rows as R[];
  }

  async first<P, R>(query: Query<P, R>, parameters: P): Promise<R | undefined> {
    return (await this.#named(this.#ask, query, parameters)).rows[0] as R | undefined;
  }

  async each<P, R>(query: Query<P, R>, parameters: readonly P[]): Promise<R[]> {
    const [first] = parameters;
    if (first === undefined) return [];
    if (this.#inBulk === undefined) {
      const rows = await Promise.all(parameters.map((one) => this.all(query, one)));
      return rows.flat();
    }
    const { name, sql: text } = query.postgres;
    const values = parameters.map((one) => query.postgres.bind(one));
    const sent = this.#inBulk.askEach({ name, text }, values, organizationOf(first));
    return (await checked(sent)) as R[];
  }

  async run<P, R>(query: Query<P, R>, parameters: P): Promise<number> {
    return (await this.#named(this.#ask, query, parameters)).rowCount ?? 0;
  }

  async send<P, R>(query: Query<P, R>, parameters: P): Promise<void> {
    await this.#named(this.#inBulk?.tell ?? this.#ask, query, parameters);
  }

  async dynamic<R>({ sql, parameters }: DynamicQuery, organizationId?: string): Promise<R[]> {
    const request = { text: sql, values: [...parameters] };
    return (await checked(this.#ask(request, organizationId))).rows as R[];
  }

  #named<P, R, A>(send: Send<A>, { postgres }: Query<P, R>, parameters: P): Promise<A> {
    const request = {
      name: postgres.name,
      text: postgres.sql,
      values: postgres.bind(parameters),
    };
    return checked(send(request, organizationOf(parameters)));
  }
}

function organizationOf(parameters: unknown): string | undefined {
  return (parameters as { readonly organization?: string }).organization;
}

async function checked<A>(sent: Promise<A>): Promise<A> {
  try {
    return await sent;
  } catch (error) {
    throw toUnavailable(error);
  }
}
