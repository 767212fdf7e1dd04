import { randomUUIDv7 } from 'node:crypto';
import { Refusal } from '../core.ts';
import { renderLetter, words } from './letter.ts';
import type { MailSettings } from './mail-jobs.ts';
import { describeSmtp, isMailAddress } from './settings.ts';
import { openSmtp } from './transport.ts';

/** In the place of an organisation's id, in the Message-ID. */
const NOBODY = 'test';
const NAME = 'Rollcall';

/**
 * Sends a mail at once, past the queue, and says what the server answered.
 *
 * @throws Refusal `invalid` for what is no address; `refused` without a server, or with its reason.
 */
export async function sendTestMail(
  { smtp, sender }: MailSettings,
  to: string,
  now: Date,
): Promise<{ readonly to: string; readonly server: string }> {
  if (!isMailAddress(to)) throw new Refusal('invalid', `${to} is not an e-mail address.`);
  if (smtp === undefined || sender === undefined) {
    throw new Refusal(
      'refused',
      'No mail server is set, so mail is kept in the local inbox (rollcall mail list). ' +
        'Set --smtp-url and --mail-from, or ROLLCALL_SMTP_URL and ROLLCALL_MAIL_FROM.',
    );
  }
  const queuedAt = now.toISOString();
  const letter = {
    subject: words`Rollcall can send mail`,
    paragraphs: [words`The operator of Rollcall asked for this mail. There is nothing to do.`],
    facts: [['Sent', queuedAt] as const],
    why: words`You get this because the operator named your address in a test.`,
  };
  const transport = await openSmtp(smtp, sender, new AbortController().signal);
  try {
    const delivery = await transport.send(
      {
        organizationId: NOBODY,
        id: randomUUIDv7(),
        kind: 'test',
        to,
        about: {},
        attempts: 0,
        queuedAt,
      },
      { ...renderLetter(letter, NAME), organizationName: undefined },
    );
    if (delivery.kind === 'sent') return { to, server: describeSmtp(smtp) };
    const reason = 'message' in delivery ? delivery.message : 'it was interrupted';
    throw new Refusal('refused', `${describeSmtp(smtp)} did not take the mail: ${reason}`);
  } finally {
    transport.close();
  }
}
