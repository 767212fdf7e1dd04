import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type MaybePromise, type Session, SqliteSession } from '../db/index.ts';
import { createActivityLog } from './activity-log.ts';
import { eraseShared } from './erase-activity.ts';
import type { ActivityLog } from './types.ts';

/** A log in a file, for one process; made when the first row is written. */
export function openFileActivity(path: string): ActivityLog {
  return createActivityLog({
    target: { kind: 'file', path },
    read: (work) => readFile(path, work),
  });
}

/** Undefined while there is no file. */
export async function readFile<R>(
  path: string,
  work: (session: Session) => MaybePromise<R>,
): Promise<R | undefined> {
  if (!existsSync(path)) return undefined;
  const database = new Database(path, { readonly: true });
  try {
    return await work(new SqliteSession(database));
  } finally {
    database.close();
  }
}

/**
 * A log in a PostgreSQL that nodes share.
 *
 * @param urls One for each host. @param role What connections work as.
 */
export function openSharedActivity(
  session: Session,
  { urls, role }: { readonly urls: readonly string[]; readonly role: string | undefined },
): ActivityLog {
  return createActivityLog({
    target: { kind: 'postgres', urls, role },
    read: (work) => work(session),
    erase: (erasure) => eraseShared(session, erasure),
  });
}
