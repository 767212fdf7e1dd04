export { deleteOldActivity } from './activity-retention.ts';
export { openFileActivity, openSharedActivity, RETENTION_DAYS } from './open-activity.ts';
export { scrub } from './redact.ts';
export type {
  ActivityEntry,
  ActivityFilter,
  ActivityLog,
  ActivityNote,
  ActivityRow,
} from './types.ts';
