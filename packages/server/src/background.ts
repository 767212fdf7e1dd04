/** The jobs of a running server. */
import { once } from 'node:events';
import { deleteOldActivity } from './activity/index.ts';
import type { App } from './app.ts';
import { deleteOldEvents, forgetRefused } from './events/index.ts';
import { SCIM_PATH } from './http/scim-path.ts';
import { INVITATION_MAIL_KINDS, invitationJob } from './invitations/index.ts';
import { type Job, type RunningJobs, startJobs } from './jobs/index.ts';
import { type MailKinds, mailJob, mailRetentionJob } from './mail/index.ts';
import { NOTICE_MAIL_KINDS, noticeJobs } from './notices/index.ts';
import { dailyCountJob } from './overview/index.ts';
import { SIGN_IN_MAIL_KINDS, signInRetentionJob } from './sign-in/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** How often to look for mail, milliseconds: people wait for it. */
const MAIL_LOOK_MS = 1000;

/** How long it is kept who was refused that the organisation does not know, days: time to link them. */
const STRANGER_DAYS = 30;

/** Every kind of mail. */
const MAIL_KINDS: MailKinds = Object.freeze({
  ...NOTICE_MAIL_KINDS,
  ...SIGN_IN_MAIL_KINDS,
  ...INVITATION_MAIL_KINDS,
});

/**
 * Starts them; they stop with {@link RunningJobs.close}, which comes before the app's own.
 *
 * @param publicUrl What links start with, without trailing slash.
 */
export function startBackground(app: App, publicUrl: string): RunningJobs {
  const { smtp, sender } = app.config;
  const links = { publicUrl, scimUrl: publicUrl + SCIM_PATH };
  const running = [
    startJobs(app.writer, [
      ...retentionJobs(app),
      mailRetentionJob(app),
      signInRetentionJob(app),
      invitationJob(app, () => app.registry.organizations.map(({ id }) => id)),
      ...noticeJobs(app),
      dailyCountJob(app, () => app.registry.organizations.map(({ id }) => id)),
    ]),
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
    {
      name: 'refused strangers',
      everyMs: DAY_MS,
      async run(signal) {
        const ids = app.registry.organizations.map(({ id }) => id);
        await forgetRefused(app, ids, new Date(daysAgo(STRANGER_DAYS)).toISOString(), signal);
      },
    },
  ];
}
