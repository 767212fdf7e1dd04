/** What identity providers sent and what was answered, explained; who changed what; what to know now. */
import { z } from 'zod';
import { explain } from '../../../activity/index.ts';
import { listAudit, verifyOnce } from '../../../audit/index.ts';
import { Refusal } from '../../../core.ts';
import { requestIdsOf } from '../../../events/index.ts';
import { pageInput, readPage, searchedText, statusRange } from '../../../log-inputs.ts';
import { actorOf, groupIds, subjectIds, tokenIds, userIds } from '../../../lookups.ts';
import { namesIn } from '../../../names.ts';
import { listNotices } from '../../../notices/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';
import { auditFilters } from './inputs.ts';

const named = z.string().min(1).max(320).optional();

const requests = pageInput.extend({
  connection: z.string().min(1).max(100).optional(),
  status: statusRange.optional(),
  method: z.string().max(20).toUpperCase().optional(),
  user: named,
  group: named,
  token: named,
  requestId: z.string().min(1).max(100).optional(),
  text: searchedText.optional(),
});

const records = pageInput.extend(auditFilters);

export const logEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({ method: 'GET', path: '/activity', run: searchRequests }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/activity/:request',
    async run({ app, context, path }) {
      const row = await app.activity.find(context.organizationId, path('request'));
      if (row === undefined) {
        throw new Refusal('notFound', 'The log has no such request; what is older is gone.');
      }
      return { ...row, explanation: explain(row) };
    },
  }),
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

async function searchRequests({ app, context, query }: MemberCall) {
  const { organizationId } = context;
  const { user, group, token, connection, status, method, requestId, text, ...page } = readQuery(
    query,
    requests,
  );
  const resources = [
    ...(user === undefined ? [] : await userIds(app, organizationId, user)),
    ...(group === undefined ? [] : await groupIds(app, organizationId, group)),
  ];
  return app.activity.search({
    ...readPage(page, app.clock()),
    organizationId,
    connectionId: connection,
    status,
    method,
    requestId,
    text,
    resourceIds: user === undefined && group === undefined ? undefined : resources,
    tokenIds: token === undefined ? undefined : await tokenIds(app, organizationId, token),
  });
}

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
