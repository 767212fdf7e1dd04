import type BetterSqlite3 from 'better-sqlite3';
import type { DynamicQuery, Query } from './query.ts';
import { SqliteSession } from './sqlite-session.ts';

/**
 * The session of a connection that only reads. Reads of one turn of the event loop share a snapshot,
 * since taking one costs as much as a point read. It never outlives the turn, and {@link renew} ends
 * it with each commit, so what was acknowledged is seen by whoever reads next.
 */
export class ReadSession extends SqliteSession {
  readonly #begin: BetterSqlite3.Statement;
  readonly #end: BetterSqlite3.Statement;
  #isOpen = false;

  constructor(database: BetterSqlite3.Database) {
    super(database);
    this.#begin = database.prepare('begin');
    this.#end = database.prepare('commit');
  }

  override all<P, R>(query: Query<P, R>, parameters: P): R[] {
    this.#share();
    return super.all(query, parameters);
  }

  override first<P, R>(query: Query<P, R>, parameters: P): R | undefined {
    this.#share();
    return super.first(query, parameters);
  }

  override dynamic<R>(query: DynamicQuery): R[] {
    this.#share();
    return super.dynamic(query);
  }

  /** What is read from here on is no older than now. */
  readonly renew = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#end.run();
  };

  #share(): void {
    if (this.#isOpen) return;
    this.#begin.run();
    this.#isOpen = true;
    setImmediate(this.renew);
  }
}
