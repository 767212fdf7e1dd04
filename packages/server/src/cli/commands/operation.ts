import { z } from 'zod';
import { verifyChain } from '../../audit/index.ts';
import { type Command, command, contextFor, type Option } from '../command.ts';
import { ORGANIZATION, organizationInput } from '../inputs.ts';
import { fields, table } from '../text.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';

const LIMIT: Option = {
  flags: '--limit <n>',
  description: 'how many requests at most',
  defaultValue: '50',
};
const MAX_LIMIT = 1000;

export const operationCommands: readonly Command[] = [
  command({
    name: 'activity tail',
    description: 'the latest SCIM requests; --follow waits for more',
    options: [
      { flags: '--organization <slug>', description: 'only of this organisation' },
      { flags: '--after <id>', description: 'only after this row' },
      LIMIT,
    ],
    input: z.strictObject({
      organization: z.string().optional(),
      after: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_LIMIT),
    }),
    async run(app, { organization, after, limit }, actor) {
      const context =
        organization === undefined ? undefined : await contextFor(app, organization, actor);
      const rows = await app.activity.recent({
        limit,
        organizationId: context?.organizationId,
        after,
      });
      return rows.toReversed();
    },
    text: (rows) =>
      table(rows, ['at', 'method', 'path', 'status', 'resourceId', 'detail'], 'No request yet.'),
  }),
  command({
    name: 'audit verify',
    description: "check the chain of an organisation's audit records",
    options: [ORGANIZATION],
    input: organizationInput,
    async run(app, { organization }, actor) {
      const { organizationId } = await contextFor(app, organization, actor);
      return verifyChain(app.reader, organizationId);
    },
    text: (verdict) =>
      verdict.ok
        ? `Whole: ${verdict.rows} records.`
        : `BROKEN at record ${verdict.seq}: ${verdict.why}`,
  }),
  command({
    name: 'doctor',
    description: 'check the database, where it lies, and what runs out soon',
    options: [],
    input: z.strictObject({}),
    run: (app) => doctor(app),
    text: ({ checks }) =>
      checks
        .map(({ ok, name, message }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${message}`)
        .join('\n'),
  }),
  command({
    name: 'backup',
    description: 'copy the database to a new file while it is used, and check the copy',
    argument: '<file>',
    options: [],
    input: z.strictObject({ argument: z.string().min(1) }),
    run: (app, { argument }) => backup(app, argument),
    text: fields,
  }),
];
