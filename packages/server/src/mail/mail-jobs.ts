import type { Core } from '../core.ts';
import type { Job } from '../jobs/index.ts';
import type { Links, MailKinds } from './kinds.ts';
import { dueOrganizations } from './mail-rows.ts';
import { deleteOldMail } from './retention.ts';
import { sendDueMail } from './send-due.ts';
import type { Sender, SmtpSettings } from './settings.ts';
import { openSmtp } from './transport.ts';

const HOUR_MS = 3_600_000;
/** How long a mail server that is away is left alone, milliseconds. */
const AWAY_MS = 30_000;

export interface MailSettings {
  /** Undefined keeps mail in the local inbox. */
  readonly smtp: SmtpSettings | undefined;
  /** There is one where there is a server. */
  readonly sender: Sender | undefined;
}

export interface MailOptions extends MailSettings {
  readonly kinds: MailKinds;
  readonly links: Links;
  readonly awayMs?: number;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/**
 * Sends what is due. It is looked for every second or so: that is a step in an index which is empty as a
 * rule, and costs less than telling all nodes of each mail.
 */
export function mailJob(core: Core, options: MailOptions): Job {
  const { smtp, sender, awayMs = AWAY_MS, random = Math.random, ...rest } = options;
  /** As `performance.now()`. */
  let awayUntil = 0;
  return {
    name: 'mail',
    everyMs: 0,
    async hasWork() {
      if (performance.now() < awayUntil) return false;
      const now = core.clock().toISOString();
      return (await dueOrganizations(core.reader, now, '', 1)).length > 0;
    },
    async run(signal) {
      const transport =
        smtp === undefined || sender === undefined
          ? undefined
          : await openSmtp(smtp, sender, signal);
      try {
        const isReachable = await sendDueMail({ ...core, ...rest, random, transport }, signal);
        if (!isReachable) awayUntil = performance.now() + awayMs;
      } finally {
        transport?.close();
      }
    },
  };
}

/** Deletes what was kept long enough. */
export function mailRetentionJob(core: Core): Job {
  return {
    name: 'mail retention',
    everyMs: HOUR_MS,
    run: (signal) => deleteOldMail(core, signal),
  };
}
