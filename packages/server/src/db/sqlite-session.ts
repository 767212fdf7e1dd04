import type BetterSqlite3 from 'better-sqlite3';
import { SQLITE } from './dialect.ts';
import type { DynamicQuery, Query } from './query.ts';
import type { Session } from './session.ts';

/** Prepared statements kept for SQL made at run time. */
const DYNAMIC_STATEMENTS = 256;

/** A {@link Session} over one better-sqlite3 connection; everything answers synchronously. */
export class SqliteSession implements Session {
  readonly dialect = SQLITE;
  readonly database: BetterSqlite3.Database;
  readonly #statements = new Map<Query<never, unknown>, BetterSqlite3.Statement>();
  readonly #dynamic = new Map<string, BetterSqlite3.Statement>();

  constructor(database: BetterSqlite3.Database) {
    this.database = database;
  }

  all<P, R>(query: Query<P, R>, parameters: P): R[] {
    return this.#prepared(query).all(query.sqlite.bind(parameters)) as R[];
  }

  first<P, R>(query: Query<P, R>, parameters: P): R | undefined {
    return this.#prepared(query).get(query.sqlite.bind(parameters)) as R | undefined;
  }

  each<P, R>(query: Query<P, R>, parameters: readonly P[]): R[] {
    return parameters.flatMap((each) => this.all(query, each));
  }

  run<P, R>(query: Query<P, R>, parameters: P): number {
    return this.#prepared(query).run(query.sqlite.bind(parameters)).changes;
  }

  send<P, R>(query: Query<P, R>, parameters: P): void {
    this.run(query, parameters);
  }

  dynamic<R>(query: DynamicQuery): R[] {
    let statement = this.#dynamic.get(query.sql);
    if (statement === undefined) {
      statement = this.database.prepare(query.sql);
    } else {
      this.#dynamic.delete(query.sql);
    }
    this.#dynamic.set(query.sql, statement);
    if (this.#dynamic.size > DYNAMIC_STATEMENTS) {
      const oldest = this.#dynamic.keys().next();
      if (!oldest.done) this.#dynamic.delete(oldest.value);
    }
    return statement.all([...query.parameters]) as R[];
  }

  #prepared<P, R>(query: Query<P, R>): BetterSqlite3.Statement {
    const known = this.#statements.get(query as Query<never, unknown>);
    if (known !== undefined) return known;
    const statement = this.database.prepare(query.sqlite.sql);
    this.#statements.set(query as Query<never, unknown>, statement);
    return statement;
  }
}
