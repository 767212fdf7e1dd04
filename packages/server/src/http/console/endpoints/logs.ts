/** Who changed what; what to know now. */
import { z } from 'zod';
import { listAudit } from '../../../audit/index.ts';
import { pageInput, readPage, searchedText } from '../../../log-inputs.ts';
import { subjectIds } from '../../../lookups.ts';
import { listNotices } from '../../../notices/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';

const named = z.string().min(1).max(320).optional();

const records = pageInput.extend({
  actor: named,
  action: z.string().min(1).max(100).optional(),
  subject: named,
  text: searchedText.optional(),
});

export const logEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({ method: 'GET', path: '/audit', run: searchRecords }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/notices',
    run: async ({ app, context }) => ({
      notices: await listNotices(app.reader, context.organizationId),
    }),
  }),
];

async function searchRecords({ app, context, query }: MemberCall) {
  const { organizationId } = context;
  const { actor, action, subject, text, ...page } = readQuery(query, records);
  return listAudit(app.reader, organizationId, {
    ...readPage(page, app.clock()),
    actor,
    action,
    text,
    subjectIds: subject === undefined ? undefined : await subjectIds(app, organizationId, subject),
  });
}
