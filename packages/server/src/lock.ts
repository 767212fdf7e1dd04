/**
 * The lock of a data directory: an exclusive transaction that lasts as long as its process. The
 * operating system ends it with the process, also after `kill -9`, so no stale lock is left behind.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';

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

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
