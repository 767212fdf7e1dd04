/** The queue of a test server, with a kind of mail whose text is what it is about. */
import type { App } from '../../packages/server/src/app.ts';
import type { ChangeContext } from '../../packages/server/src/events/index.ts';
import { type RunningJobs, startJobs } from '../../packages/server/src/jobs/index.ts';
import {
  type MailKinds,
  mailJob,
  parseSmtpUrl,
  queueMail,
  words,
} from '../../packages/server/src/mail/index.ts';
import { rowsOf } from '../support/rows.ts';
import type { TestServer } from '../support/server.ts';

export const SENDER = Object.freeze({ name: 'Rollcall', address: 'rollcall@vendor.test' });
export const LINKS = Object.freeze({
  publicUrl: 'https://scim.vendor.test',
  scimUrl: 'https://scim.vendor.test/v1/scim/v2',
});

/** Its text is what the mail is about. */
export const PROBE: MailKinds = Object.freeze({
  probe: {
    render: (_session, { about }, links) => {
      const subject = String(Reflect.get(Object(about), 'subject'));
      return {
        subject: words`About ${subject}`,
        paragraphs: [words`This is about ${subject}.`],
        facts: [['Base URL', { url: links.scimUrl }]],
        why: words`You get this because you are in a test.`,
      };
    },
  },
});

export function contextOf(app: App, organizationId: string): ChangeContext {
  const actor = { kind: 'cli', id: 'test' } as const;
  return { organizationId, actor, at: app.clock().toISOString() };
}

/** Queues a mail for each address, all in one unit of work. */
export async function queueAll(
  app: App,
  organizationId: string,
  addresses: readonly string[],
): Promise<void> {
  const context = contextOf(app, organizationId);
  await app.writer.write(organizationId, async (session) => {
    for (const to of addresses) {
      await queueMail(session, context, { kind: 'probe', to, about: { subject: to } });
    }
  });
}

/** Starts sending on a node; without a URL to the local inbox. */
export function startSending(app: App, url: string | undefined, kinds = PROBE): RunningJobs {
  const smtp = url === undefined ? undefined : parseSmtpUrl(url);
  const job = mailJob(app, { smtp, sender: SENDER, kinds, links: LINKS, awayMs: 100 });
  return startJobs(app.writer, [job], { lookMs: 30 });
}

export interface MailRow {
  readonly id: string;
  readonly organization_id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly state: string;
  readonly way: string | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly subject: string | null;
  readonly plain_body: string | null;
}

export const mailRows = (server: TestServer) =>
  rowsOf<MailRow>(server, 'select * from mail order by organization_id, id');

export async function until(isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
