/**
 * The lock of a data directory: an exclusive transaction that lasts as long as its process. The
 * operating system ends it with the process, also after `kill -9`, so no stale lock is left behind.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** How long a command that is ending may still hold the directory, milliseconds. */
const COMMAND_WAIT_MS = 2000;

/** Somebody else uses the data directory. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

export interface DirectoryLock {
  release(): void;
}

/** @throws LockedError when another process holds the directory and does not let go in time. */
export function lockDirectory(dataDir: string, waitMs: number): DirectoryLock {
  const database = new Database(join(dataDir, 'lock.db'), { timeout: waitMs });
  try {
    database.pragma('journal_mode = delete');
    database.exec('begin exclusive');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new LockedError(
      `Another process uses ${dataDir}. Stop it first, or give another directory with --data.`,
    );
  }
  return { release: () => database.close() };
}

/**
 * For a command that needs a data directory to itself. Waits for another that is ending.
 *
 * @param why Why nobody else may use it: `it must not change`.
 * @throws LockedError
 */
export function lockForCommand(dataDir: string, why?: string): DirectoryLock {
  try {
    return lockDirectory(dataDir, COMMAND_WAIT_MS);
  } catch (cause) {
    if (!(cause instanceof LockedError)) throw cause;
    const reason = why === undefined ? '.' : `: ${why}.`;
    throw new LockedError(`A server or another command uses ${dataDir}. Stop it first${reason}`, {
      cause,
    });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
