import type { SqlDialect } from './dialect.ts';
import type { DynamicQuery, Query } from './query.ts';

export type MaybePromise<T> = T | Promise<T>;

/**
 * A database connection as repositories see it. The embedded database answers at once, a remote one
 * with a promise; callers await either.
 */
export interface Session {
  readonly dialect: SqlDialect;
  all<P, R>(query: Query<P, R>, parameters: P): MaybePromise<R[]>;
  /** The first row, or undefined. */
  first<P, R>(query: Query<P, R>, parameters: P): MaybePromise<R | undefined>;
  /** Runs it once for each of the parameters; the rows of all, in their order. */
  each<P, R>(query: Query<P, R>, parameters: readonly P[]): MaybePromise<R[]>;
  /** The number of rows that changed. */
  run<P, R>(query: Query<P, R>, parameters: P): MaybePromise<number>;
  /**
   * For a change whose answer nobody needs. A remote database may get it with the next query of the unit
   * of work: that saves the wait for it, and what it fails with is what that query or the unit fails with.
   */
  send<P, R>(query: Query<P, R>, parameters: P): MaybePromise<void>;
  /**
   * For SQL made at run time; prepared statements are kept for the texts used last. Other queries
   * say whose data they are about by their parameter `organization`.
   *
   * @param organizationId Whose rows it may see; without it none of any organisation.
   */
  dynamic<R>(query: DynamicQuery, organizationId?: string): MaybePromise<R[]>;
}

/**
 * A unit of work: runs inside a savepoint, does no I/O of its own but through `session`, and fails
 * alone. It may run again if its transaction is retried.
 */
export type Unit<T> = (session: Session) => MaybePromise<T>;

export interface Writer {
  /**
   * Resolves after the commit that made the unit durable; rejects with what the unit threw.
   *
   * @param organizationId Whose data the unit changes: its units run one after the other, whichever
   * node they came to. {@link EVERYBODY} for what belongs to none, such as making one.
   */
  write<T>(organizationId: string, unit: Unit<T>): Promise<T>;
  /** Units that wait for a commit. */
  readonly waiting: number;
}

/** Instead of an organisation: a change of what is global. */
export const EVERYBODY = '';

/**
 * Instead of an organisation, for {@link Session.dynamic}: what a node reads of all when it starts,
 * where a job looks for work, and the operator's look at the activity and the mail of all. No request
 * ever has it.
 */
export const EVERY_ORGANIZATION = '*';

/** The database cannot take the work now; nothing happened. Clients may try again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/**
 * The connection broke while a commit was under way, and the database cannot be asked what became of
 * it: the change is there whole or not at all.
 */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}
