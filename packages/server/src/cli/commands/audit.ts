import { z } from 'zod';
import { listAudit, verifyChain } from '../../audit/index.ts';
import { pageInput, readPage, searchedText } from '../../log-inputs.ts';
import { subjectIds, tokenIds } from '../../lookups.ts';
import { type Command, command, contextFor } from '../command.ts';
import type { ExportCommand } from '../export-command.ts';
import { ORGANIZATION, organizationInput, PAGE_OPTIONS, pageText } from '../inputs.ts';
import { table } from '../text.ts';

const auditList = command({
  name: 'audit list',
  description: 'who changed what, newest first, with old and new values',
  options: [
    ORGANIZATION,
    {
      flags: '--actor <who>',
      description: 'token:<id>, member:<id>, cli:<login>, or the name of a token',
    },
    { flags: '--action <name>', description: 'such as user.updated, or user for all about users' },
    { flags: '--subject <id or name>', description: 'user, group or member by name, or any id' },
    { flags: '--text <text>', description: 'anywhere in the old and new values' },
    ...PAGE_OPTIONS,
  ],
  input: organizationInput.extend({
    actor: z.string().min(1).optional(),
    action: z.string().min(1).optional(),
    subject: z.string().min(1).optional(),
    text: searchedText.optional(),
    ...pageInput.shape,
  }),
  async run(app, { organization, actor, action, subject, text, ...page }, operator) {
    const { organizationId } = await contextFor(app, organization, operator);
    return listAudit(app.reader, organizationId, {
      ...readPage(page, app.clock()),
      actor:
        actor === undefined || actor.includes(':')
          ? actor
          : `token:${(await tokenIds(app, organizationId, actor))[0]}`,
      action,
      subjectIds:
        subject === undefined ? undefined : await subjectIds(app, organizationId, subject),
      text,
    });
  },
  text: (page) =>
    pageText(
      page,
      table(
        page.rows.map((row) => ({ ...row, detail: JSON.stringify(row.detail) })),
        ['seq', 'at', 'actor', 'action', 'subjectId', 'detail'],
        'No such record.',
      ),
    ),
});

export const auditExport: ExportCommand = {
  name: 'audit export',
  description: 'write audit records with old and new values to a file or to standard output',
  list: auditList,
  columns: ['seq', 'at', 'actor', 'action', 'subjectType', 'subjectId', 'detail'],
};

export const auditCommands: readonly Command[] = [
  auditList,
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
];
