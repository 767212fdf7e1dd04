/** The jobs of a running server. */
import { deleteOldActivity, RETENTION_DAYS } from './activity/index.ts';
import type { App } from './app.ts';
import { SCIM_PATH } from './http/app.ts';
import { type Job, type RunningJobs, startJobs } from './jobs/index.ts';
import { type MailKinds, mailJob, mailRetentionJob } from './mail/index.ts';
import { NOTICE_MAIL_KINDS, noticeJobs } from './notices/index.ts';

const HOUR_MS = 3_600_000;
/** How often to look for mail, milliseconds: people wait for it. */
const MAIL_LOOK_MS = 1000;

/** Every kind of mail. */
const MAIL_KINDS: MailKinds = Object.freeze({ ...NOTICE_MAIL_KINDS });

/**
 * Starts them; they stop with {@link RunningJobs.close}, which comes before the app's own.
 *
 * @param publicUrl What links start with, without trailing slash.
 */
export function startBackground(app: App, publicUrl: string): RunningJobs {
  const { smtp, sender } = app.config;
  const links = { publicUrl, scimUrl: publicUrl + SCIM_PATH };
  // The file of the embedded database's log is kept short by the thread that writes it.
  const shared = app.db.kind === 'sqlite' ? [] : [activityRetention(app)];
  const running = [
    startJobs(app.writer, [...shared, mailRetentionJob(app), ...noticeJobs(app)]),
    // By itself: a slow mail server holds up no other job.
    startJobs(app.writer, [mailJob(app, { smtp, sender, kinds: MAIL_KINDS, links })], {
      lookMs: MAIL_LOOK_MS,
    }),
  ];
  return {
    async close() {
      await Promise.all(running.map((jobs) => jobs.close()));
    },
  };
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
