/** The jobs of a running server. */
import { deleteOldActivity, RETENTION_DAYS } from './activity/index.ts';
import type { App } from './app.ts';
import { type Job, type RunningJobs, startJobs } from './jobs/index.ts';

const HOUR_MS = 3_600_000;

/** Starts them; they stop with {@link RunningJobs.close}, which comes before the app's own. */
export function startBackground(app: App): RunningJobs {
  // The file of the embedded database's log is kept short by the thread that writes it.
  return startJobs(app.writer, app.db.kind === 'sqlite' ? [] : [activityRetention(app)]);
}

function activityRetention(app: App): Job {
  return {
    name: 'activity retention',
    everyMs: HOUR_MS,
    async run(signal) {
      const isKnown = (id: string) => app.registry.organization(id) !== undefined;
      const now = app.clock().getTime();
      await deleteOldActivity(app, isKnown, { now, retentionDays: RETENTION_DAYS }, signal);
    },
  };
}
