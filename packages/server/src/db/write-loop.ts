/**
 * Group commit: units that wait at the same moment become durable together, with one disk flush.
 * Each runs in a savepoint, so that one that fails takes nothing of the others with it.
 */
import type BetterSqlite3 from 'better-sqlite3';
import type { Unit, Writer } from './session.ts';
import type { SqliteSession } from './sqlite-session.ts';
import { accept, type Outcome, refuse, settle, type WaitingUnit } from './waiting-units.ts';

/** Units in one transaction: bounds how long a commit keeps readers of the same process waiting. */
const UNITS_PER_COMMIT = 256;

export class WriteLoop implements Writer {
  readonly #session: SqliteSession;
  readonly #statements: Record<
    'begin' | 'save' | 'release' | 'undo' | 'commit',
    BetterSqlite3.Statement
  >;
  readonly #renewReads: () => void;
  #queue: WaitingUnit[] = [];
  #running = false;
  #idle: (() => void)[] = [];
  #closed = false;
  #commits = 0;

  /**
   * @param renewReads Ends the snapshot that readers share: after a commit, so that they see it, and
   * before a transaction, since a snapshot that is always open lets the log grow without end.
   */
  constructor(session: SqliteSession, renewReads: () => void = () => {}) {
    this.#session = session;
    this.#renewReads = renewReads;
    const { database } = session;
    this.#statements = {
      begin: database.prepare('begin immediate'),
      save: database.prepare('savepoint unit'),
      release: database.prepare('release unit'),
      undo: database.prepare('rollback to unit'),
      commit: database.prepare('commit'),
    };
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Transactions that were committed. */
  get commits(): number {
    return this.#commits;
  }

  write<T>(_organizationId: string, unit: Unit<T>): Promise<T> {
    const { waiting } = this;
    return accept(unit, { isClosed: this.#closed, waiting }, (accepted) => {
      this.#queue.push(accepted);
      if (!this.#running) {
        this.#running = true;
        setImmediate(() => void this.#drain());
      }
    });
  }

  /** Refuses new units and resolves when those accepted are durable. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, UNITS_PER_COMMIT);
      await this.#commit(batch);
      // Lets requests that arrived meanwhile be read, and joins their units into the next commit.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #commit(batch: readonly WaitingUnit[]): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      this.#renewReads();
      this.#statements.begin.run();
      for (const { unit } of batch) outcomes.push(await this.#inSavepoint(unit));
      this.#statements.commit.run();
      this.#commits += 1;
      this.#renewReads();
    } catch (cause) {
      if (this.#session.database.inTransaction) this.#session.database.exec('rollback');
      refuse(batch, cause);
      return;
    }
    settle(batch, outcomes);
  }

  async #inSavepoint(unit: Unit<unknown>): Promise<Outcome> {
    this.#statements.save.run();
    try {
      const value = await unit(this.#session);
      this.#statements.release.run();
      return { value };
    } catch (failure) {
      // A disk that is full may have ended the whole transaction: then the batch fails as one.
      if (!this.#session.database.inTransaction) throw failure;
      this.#statements.undo.run();
      this.#statements.release.run();
      return { failure };
    }
  }
}
