import type { QueryConfig, QueryResult } from 'pg';
import { POSTGRES } from '../dialect.ts';
import type { DynamicQuery, Query } from '../query.ts';
import type { Session } from '../session.ts';
import { toUnavailable } from './failures.ts';

/**
 * Sends a query.
 *
 * @param organizationId Whose rows it may see; undefined says nothing new about it.
 */
export type Send = (
  request: QueryConfig,
  organizationId: string | undefined,
) => Promise<QueryResult>;

/** A {@link Session} over PostgreSQL; everything answers with a promise. */
export class PgSession implements Session {
  readonly dialect = POSTGRES;
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async all<P, R>(query: Query<P, R>, parameters: P): Promise<R[]> {
    return (await this.#named(query, parameters)).rows as R[];
  }

  async first<P, R>(query: Query<P, R>, parameters: P): Promise<R | undefined> {
    return (await this.#named(query, parameters)).rows[0] as R | undefined;
  }

  async run<P, R>(query: Query<P, R>, parameters: P): Promise<number> {
    return (await this.#named(query, parameters)).rowCount ?? 0;
  }

  async dynamic<R>({ sql, parameters }: DynamicQuery, organizationId?: string): Promise<R[]> {
    const request = { text: sql, values: [...parameters] };
    return (await this.#checked(request, organizationId)).rows as R[];
  }

  #named<P, R>({ postgres: { name, sql, bind } }: Query<P, R>, parameters: P) {
    const { organization } = parameters as { readonly organization?: string };
    return this.#checked({ name, text: sql, values: bind(parameters) }, organization);
  }

  async #checked(request: QueryConfig, organizationId?: string): Promise<QueryResult> {
    try {
      return await this.#send(request, organizationId);
    } catch (error) {
      throw toUnavailable(error);
    }
  }
}
