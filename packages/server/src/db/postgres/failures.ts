/** What went wrong between us and PostgreSQL, by its SQLSTATE (PostgreSQL manual, appendix A). */
import { UnavailableError } from '../session.ts';

/** The transaction lost against another and can be run again. */
const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01']);
/**
 * The server has no room, no time or no connection for us: connection exceptions (08), insufficient
 * resources (53), operator intervention (57), system errors (58), lock not available (55P03), a standby (25006).
 */
const UNAVAILABLE = /^(?:08|53|57|58)|^55P03$|^25006$/;
/** The connection is gone, or soon will be, and with it what was not committed. */
const LOST = /^(?:08|57P0[1-5])|^25006$/;
/** A statement that was cancelled because it ran over its time. */
const CANCELLED = '57014';
/** Failures of the socket, and what the driver says without a code. */
const SOCKET = /^E[A-Z_]+$/;
const DRIVER =
  /connection (?:terminated|ended)|timeout (?:exceeded|expired)|read timeout|client was closed|not queryable|after calling end/i;
const INSUFFICIENT_PRIVILEGE = '42501';
/** All connections of the pool are taken; that says nothing of the database. */
const FULL = 'timeout exceeded when trying to connect';
/** A statement was prepared for rows that have other columns by now: a newer version migrated. */
const STALE = '0A000';

export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

export function isCancelled(error: unknown): boolean {
  return codeOf(error instanceof UnavailableError ? error.cause : error) === CANCELLED;
}

/** Whether the connection broke, so that nobody said what became of what was sent. */
export function isLost(error: unknown): boolean {
  const cause = error instanceof UnavailableError ? error.cause : error;
  if (!(cause instanceof Error) || cause.message === FULL) return false;
  const code = codeOf(cause);
  return LOST.test(code) || SOCKET.test(code) || (code === '' && DRIVER.test(cause.message));
}

/** Whether to prepare the statement anew, on a new connection. */
export function isStale(error: unknown): boolean {
  return codeOf(error) === STALE && error instanceof Error && /cached plan/.test(error.message);
}

/** Whether the role may not do that. */
export function isDenied(error: unknown): boolean {
  return codeOf(error) === INSUFFICIENT_PRIVILEGE;
}

/** Whether nobody gave a connection back in time. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && error.message === FULL;
}

/** The same error, or an {@link UnavailableError} if the database cannot take the work now. */
export function toUnavailable(error: unknown): unknown {
  if (error instanceof UnavailableError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const isAway = UNAVAILABLE.test(code) || SOCKET.test(code) || DRIVER.test(error.message);
  return isAway
    ? new UnavailableError('The database cannot be used now.', { cause: error })
    : error;
}

/** The SQLSTATE, or the code of a system error; empty if there is none. */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'code');
  return typeof code === 'string' ? code : '';
}
