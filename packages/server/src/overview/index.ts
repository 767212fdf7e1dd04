export { type ConnectionHealth, healthOf } from './connection-health.ts';
export { COUNTED_MAX, openCounts } from './counts.ts';
export { countDay, type DailyCount, dailyCountJob, dailyCounts } from './daily-counts.ts';
