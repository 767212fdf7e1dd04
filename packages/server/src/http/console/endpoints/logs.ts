/** Who changed what; what to know now. */
import { listAudit, verifyOnce } from '../../../audit/index.ts';
import { requestIdsOf } from '../../../events/index.ts';
import { pageInput, readPage } from '../../../log-inputs.ts';
import { actorOf, subjectIds } from '../../../lookups.ts';
import { namesIn } from '../../../names.ts';
import { listNotices } from '../../../notices/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';
import { auditFilters } from './inputs.ts';

const records = pageInput.extend(auditFilters);

export const logEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({ method: 'GET', path: '/audit', run: searchRecords }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/audit/verification',
    run: ({ app, context }) => verifyOnce(app.reader, context.organizationId),
  }),
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
  const found = await listAudit(app.reader, organizationId, {
    ...readPage(page, app.clock()),
    actor: actor === undefined ? undefined : await actorOf(app, organizationId, actor),
    action,
    text,
    subjectIds: subject === undefined ? undefined : await subjectIds(app, organizationId, subject),
  });
  const { rows } = found;
  const requests = await requestIdsOf(
    app.reader,
    organizationId,
    rows.map(({ seq }) => seq),
  );
  return {
    ...found,
    rows: rows.map((row) => ({ ...row, requestId: requests.get(row.seq) ?? null })),
    /** Of actors and subjects, by id. */
    names: await namesIn(app, organizationId, rows),
  };
}
