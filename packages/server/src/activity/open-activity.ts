import type { Session } from '../db/index.ts';
import { createActivityLog } from './activity-log.ts';
import { readFileOutcomes, readTableOutcomes } from './outcomes.ts';
import { readActivityFile, readActivityTable } from './read-activity.ts';
import type { ActivityLog } from './types.ts';

/** How long rows are kept, days. */
export const RETENTION_DAYS = 30;

/** A log in a file, for one process; made when the first row is written. */
export function openFileActivity(path: string): ActivityLog {
  return createActivityLog({
    target: { kind: 'file', path, retentionDays: RETENTION_DAYS },
    read: (filter) => readActivityFile(path, filter),
    readOutcomes: (ids, since) => readFileOutcomes(path, ids, since),
  });
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
    read: (filter) => readActivityTable(session, filter),
    readOutcomes: (ids, since) => readTableOutcomes(session, ids, since),
  });
}
