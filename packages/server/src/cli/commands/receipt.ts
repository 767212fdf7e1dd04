import { z } from 'zod';
import {
  findReceipt,
  listReceipts,
  RECEIPTS_PAGE_MAX,
  type Receipt,
  receiptKeys,
  verifyReceipt,
} from '../../departures/index.ts';
import { emailOrIdOf } from '../../members/index.ts';
import { type Command, command, contextFor } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';

const PAGE = 100;

export const receiptCommands: readonly Command[] = [
  command({
    name: 'receipt list',
    description: 'who is out since when, and what ended with it',
    options: [
      ORGANIZATION,
      { flags: '--member <who>', description: 'address or id of a member' },
      { flags: '--after <id>', description: 'those after this one' },
      { flags: '--limit <n>', description: `how many, up to ${RECEIPTS_PAGE_MAX}` },
    ],
    input: organizationInput.extend({
      member: z.string().min(1).optional(),
      after: z.string().max(100).default(''),
      limit: z.coerce.number().int().min(1).max(RECEIPTS_PAGE_MAX).default(PAGE),
    }),
    async run(app, { organization, member, after, limit }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      const id =
        member === undefined ? undefined : await emailOrIdOf(app.reader, organizationId, member);
      return listReceipts(app.reader, organizationId, { member: id, after, limit });
    },
    text: (rows) => table(rows.map(summary), ['at', 'memberId', 'by', 'ended', 'id'], 'None.'),
  }),
  command({
    name: 'receipt show',
    description: 'what ended with a deactivation, signed',
    argument: '<id>',
    options: [ORGANIZATION],
    input: organizationInput.extend({ argument: z.string().min(1) }),
    async run(app, { organization, argument }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return findReceipt(app.reader, organizationId, argument);
    },
    text: ({ jws, ...receipt }) => `${JSON.stringify(receipt, null, 2)}\n\n${jws}`,
  }),
  command({
    name: 'receipt verify',
    description: 'check that this service signed a receipt, and show what it says',
    argument: '<file>',
    takesFile: true,
    options: [],
    input: z.strictObject({ argument: z.string() }),
    run: async (app, { argument }) => verifyReceipt(argument, await receiptKeys(app.reader)),
    text: (receipt) => `Genuine.\n${fields(summary(receipt))}`,
  }),
];

function summary({ id, organizationId, memberId, at, by, ended }: Receipt) {
  const counts = Object.entries(ended).map(([name, all]) => `${all.length} ${name}`);
  return { id, organizationId, memberId, at, by, ended: counts.join(', ') };
}
