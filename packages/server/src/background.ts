/** The jobs of a running server. */
import { once } from 'node:events';
import { deleteOldActivity } from './activity/index.ts';
import type { App } from './app.ts';
import { deleteOldEvents } from './events/index.ts';
import { type Job, type RunningJobs, startJobs } from './jobs/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Starts them; they stop with {@link RunningJobs.close}, which comes before the app's own. */
export function startBackground(app: App): RunningJobs {
  return startJobs(app.writer, retentionJobs(app));
}

/** What keeps both logs as long as they are to be kept. */
export function retentionJobs(app: App): readonly Job[] {
  const { activityDays, eventDays } = app.config;
  const daysAgo = (days: number) => app.clock().getTime() - days * DAY_MS;
  return [
    {
      name: 'activity retention',
      everyMs: HOUR_MS,
      async run(signal) {
        if (app.db.kind === 'sqlite') {
          const done = app.activity.deleteOld(daysAgo(activityDays));
          // The log's thread is told to stop by itself; a server that stops must not wait for the end.
          await Promise.race([done, once(signal, 'abort')]);
          return;
        }
        const isKnown = (id: string) => app.registry.organization(id) !== undefined;
        await deleteOldActivity(app, isKnown, daysAgo(activityDays), signal);
      },
    },
    {
      name: 'event retention',
      everyMs: HOUR_MS,
      async run(signal) {
        const ids = app.registry.organizations.map(({ id }) => id);
        await deleteOldEvents(app, ids, new Date(daysAgo(eventDays)).toISOString(), signal);
      },
    },
  ];
}
