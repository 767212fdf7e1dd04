export { deleteOldActivity } from './activity-retention.ts';
export { type Explained, explain } from './explain.ts';
export { EXPLANATIONS } from './explanations.ts';
export { meaningOf, type NameOf, resourceIdsIn } from './meaning.ts';
export { openFileActivity, openSharedActivity } from './open-activity.ts';
export type { RequestOutcome } from './outcomes.ts';
export { scrub } from './redact.ts';
export {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityHours,
  type ActivityLog,
  type ActivityNote,
  type ActivityRow,
  type ActivitySearch,
  HELD_NOTE,
  type StatusRange,
} from './types.ts';
