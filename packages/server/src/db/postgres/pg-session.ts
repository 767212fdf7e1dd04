import type { QueryResult } from 'pg';
import { POSTGRES } from '../dialect.ts';
import type { DynamicQuery, Query } from '../query.ts';
import type { Session } from '../session.ts';
import { toUnavailable } from './failures.ts';

interface Request {
  /** Prepared under this name by each connection; absent for SQL made at run time. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

/** A pool, or one of its connections. */
export interface Queryable {
  query(request: Request): Promise<QueryResult>;
}

/** A {@link Session} over PostgreSQL; everything answers with a promise. */
export class PgSession implements Session {
  readonly dialect = POSTGRES;
  readonly #queryable: Queryable;

  constructor(queryable: Queryable) {
    this.#queryable = queryable;
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

  async dynamic<R>({ sql, parameters }: DynamicQuery): Promise<R[]> {
    return (await this.#send({ text: sql, values: [...parameters] })).rows as R[];
  }

  #named<P, R>({ postgres: { name, sql, bind } }: Query<P, R>, parameters: P) {
    return this.#send({ name, text: sql, values: bind(parameters) });
  }

  async #send(request: Request): Promise<QueryResult> {
    try {
      return await this.#queryable.query(request);
    } catch (error) {
      throw toUnavailable(error);
    }
  }
}
