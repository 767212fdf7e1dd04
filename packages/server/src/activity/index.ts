export { type ActivityLogOptions, createActivityLog } from './activity-log.ts';
export type {
  ActivityEntry,
  ActivityFilter,
  ActivityLog,
  ActivityNote,
  ActivityRow,
} from './types.ts';
