import { z } from 'zod';
import { findMail, listMail, retryMail, sendTestMail } from '../../mail/index.ts';
import { type Command, command, contextFor } from '../command.ts';
import { fields, onTerminal, table } from '../text.ts';

const MAX_LIMIT = 1000;
const STATES = ['queued', 'sent', 'failed', 'withdrawn'] as const;
const named = z.strictObject({ argument: z.string().min(1) });

export const mailCommands: readonly Command[] = [
  command({
    name: 'mail list',
    description: 'the latest mail, that of the local inbox included',
    options: [
      { flags: '--organization <slug>', description: 'only of this organisation' },
      { flags: '--state <state>', description: STATES.join(', ') },
      { flags: '--limit <n>', description: 'how many at most', defaultValue: '50' },
    ],
    input: z.strictObject({
      organization: z.string().optional(),
      state: z.enum(STATES).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_LIMIT),
    }),
    async run(app, { organization, state, limit }, actor) {
      const context =
        organization === undefined ? undefined : await contextFor(app, organization, actor);
      return listMail(app.reader, { organizationId: context?.organizationId, state, limit });
    },
    text: (rows) =>
      table(
        rows,
        ['queuedAt', 'kind', 'to', 'state', 'way', 'attempts', 'lastError', 'id'],
        'No mail yet.',
      ),
  }),
  command({
    name: 'mail show',
    description: 'one mail; what it says, if it is in the local inbox',
    argument: '<id>',
    options: [],
    input: named,
    run: (app, { argument }) => findMail(app.reader, argument),
    text({ text, html: _, ...mail }) {
      if (text !== null) return `${fields(mail)}\n\n${text.split('\n').map(onTerminal).join('\n')}`;
      if (mail.way !== 'smtp') return fields(mail);
      return `${fields(mail)}\n\nIt went out by SMTP; what it said is kept nowhere.`;
    },
  }),
  command({
    name: 'mail retry',
    description: 'put a mail that was given up back in the queue, or try one that waits at once',
    argument: '<id>',
    options: [],
    input: named,
    run: (app, { argument }, actor) => retryMail(app, argument, actor),
    text: ({ to }) => `The mail to ${to} is in the queue and will be tried next.`,
  }),
  command({
    name: 'mail test',
    description: 'send a mail at once, to see whether the mail server takes it',
    argument: '<address>',
    options: [],
    input: named,
    run: (app, { argument }) => sendTestMail(app.config, argument, app.clock()),
    text: ({ to, server }) => `${server} took a mail to ${to}.`,
  }),
];
