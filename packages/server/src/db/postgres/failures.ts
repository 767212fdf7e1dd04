/** What went wrong between us and PostgreSQL, by its SQLSTATE (PostgreSQL manual, appendix A). */
import { UnavailableError } from '../session.ts';

/** The transaction lost against another and can be run again. */
const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01']);
/**
 * The server has no room, no time or no connection for us: connection exceptions (08), insufficient
 * resources (53), operator intervention (57), lock not available (55P03), a standby (25006).
 */
const UNAVAILABLE = /^(?:08|53|57)|^55P03$|^25006$/;
/** A statement that was cancelled because it ran over its time. */
const CANCELLED = '57014';
/** Failures of the socket, and what the driver says without a code. */
const SOCKET = /^E[A-Z]+$/;
const DRIVER = /connection (?:terminated|ended)|timeout exceeded|client was closed|not queryable/i;

export function isConflict(error: unknown): boolean {
  return CONFLICTS.has(codeOf(error));
}

export function isCancelled(error: unknown): boolean {
  return codeOf(error instanceof UnavailableError ? error.cause : error) === CANCELLED;
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

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'code');
  return typeof code === 'string' ? code : '';
}
