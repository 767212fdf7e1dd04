export { deleteOldActivity } from './activity-retention.ts';
export { type Explained, explain } from './explain.ts';
export { EXPLANATIONS } from './explanations.ts';
export { openFileActivity, openSharedActivity } from './open-activity.ts';
export type { RequestOutcome } from './outcomes.ts';
export { scrub } from './redact.ts';
export type {
  ActivityEntry,
  ActivityFilter,
  ActivityLog,
  ActivityNote,
  ActivityRow,
  ActivitySearch,
  StatusRange,
} from './types.ts';
