/** What identity providers sent and what was answered: looked through, explained, counted, tried again. */
import { z } from 'zod';
import {
  type ActivityRow,
  type ActivitySearch,
  explain,
  meaningOf,
  resourceIdsIn,
} from '../../../activity/index.ts';
import type { App } from '../../../app.ts';
import { type AuditRecord, listAudit } from '../../../audit/index.ts';
import { Refusal } from '../../../core.ts';
import {
  pageInput,
  readInstant,
  readPage,
  searchedText,
  statusRange,
} from '../../../log-inputs.ts';
import { groupIds, tokenIds, userIds } from '../../../lookups.ts';
import { resourceNames } from '../../../resources/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { dryRun } from '../../dry-run.ts';
import { whyNotReplayable } from '../../stored-request.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';
import { exportRequests } from '../export-requests.ts';

const ALL = '/activity';
/** Requests shown before and after one. */
const AROUND = 5;
/** Changes of one request that are shown. */
const CHANGES = 100;
/** Names that go along with them. */
const NAMES = 500;
/** A change may be older than the end of its request by as much as the request took; clocks differ, ms. */
const CLOCKS_MS = 10_000;

const named = z.string().min(1).max(320).optional();

const requests = pageInput.extend({
  after: z.coerce.number().int().min(0).optional(),
  connection: z.string().min(1).max(100).optional(),
  status: statusRange.optional(),
  method: z.string().max(20).toUpperCase().optional(),
  user: named,
  group: named,
  token: named,
  requestId: z.string().min(1).max(100).optional(),
  notes: z.literal('yes').optional(),
  text: searchedText.optional(),
});
const exported = requests.extend({ format: z.enum(['csv', 'jsonl']).default('csv') });
const spans = z.strictObject({ since: z.enum(['24h', '7d']).default('24h') });

export const activityEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    async run(call) {
      const { app, context, query } = call;
      const search = await searchOf(call, readQuery(query, requests));
      const { rows, next } = await app.activity.search(search);
      return { rows: await inWords(app, context.organizationId, rows), next };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ALL}/hours`,
    async run({ app, context, query }) {
      const now = app.clock();
      const since = readInstant(readQuery(query, spans).since, now);
      return app.activity.hours(context.organizationId, since, now);
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ALL}/export`,
    async run(call) {
      const { format, ...asked } = readQuery(call.query, exported);
      return exportRequests(call.app, await searchOf(call, asked), format);
    },
  }),
  orgAdminEndpoint({ method: 'GET', path: `${ALL}/:request`, run: showRequest }),
  // Nothing is written by it, so it needs no proof.
  orgAdminEndpoint({
    method: 'POST',
    path: `${ALL}/:request/dry-run`,
    async run(call) {
      const { app, context, publicUrl } = call;
      const result = await dryRun(app, publicUrl, await requestOf(call));
      return { ...result, names: await namesIn(app, context.organizationId, result.changes) };
    },
  }),
];

async function searchOf(
  { app, context: { organizationId } }: MemberCall,
  { user, group, token, connection, notes, after, ...rest }: z.output<typeof requests>,
): Promise<ActivitySearch> {
  const { status, method, requestId, text, ...page } = rest;
  const resources = [
    ...(user === undefined ? [] : await userIds(app, organizationId, user)),
    ...(group === undefined ? [] : await groupIds(app, organizationId, group)),
  ];
  return {
    ...readPage(page, app.clock()),
    after,
    organizationId,
    connectionId: connection,
    status,
    method,
    requestId,
    text,
    isNoted: notes === 'yes',
    resourceIds: user === undefined && group === undefined ? undefined : resources,
    tokenIds: token === undefined ? undefined : await tokenIds(app, organizationId, token),
  };
}

/** Rows with what they meant; without the bodies, which lists do not show. */
async function inWords(app: App, organizationId: string, rows: readonly ActivityRow[]) {
  const names = await resourceNames(app.reader, organizationId, resourceIdsIn(rows));
  return rows.map((row) => {
    const { requestBody: _body, ...shown } = row;
    return { ...shown, meaning: meaningOf(row, (id) => names.get(id)) };
  });
}

async function requestOf({ app, context, path }: MemberCall): Promise<ActivityRow> {
  const row = await app.activity.find(context.organizationId, path('request'));
  if (row !== undefined) return row;
  throw new Refusal('notFound', 'The log has no such request; what is older is gone.');
}

async function showRequest(call: MemberCall) {
  const { app, context } = call;
  const { organizationId } = context;
  const row = await requestOf(call);
  const around = await app.activity.around(organizationId, row.id, AROUND);
  const [shown] = await inWords(app, organizationId, [row]);
  const subject = row.resourceId ?? '';
  const changes = await changesOf(app, organizationId, row);
  const names = await resourceNames(app.reader, organizationId, subject === '' ? [] : [subject]);
  return {
    ...shown,
    requestBody: row.requestBody,
    resourceName: names.get(subject) ?? null,
    explanation: explain(row),
    changes,
    names: await namesIn(app, organizationId, changes),
    around: await inWords(app, organizationId, around),
    whyNotReplayable: whyNotReplayable(app.registry, row) ?? null,
  };
}

/** What it changed, in the order of the changes. */
async function changesOf(app: App, organizationId: string, row: ActivityRow) {
  if (row.tokenId === null) return [];
  const at = Date.parse(row.at);
  const { rows } = await listAudit(app.reader, organizationId, {
    requestId: row.requestId,
    since: new Date(at - row.durationUs / 1000 - CLOCKS_MS).toISOString(),
    until: new Date(at + CLOCKS_MS).toISOString(),
    limit: CHANGES,
  });
  return rows.toReversed();
}

/** What people call the users and groups that changes are about, by their ids. */
async function namesIn(app: App, organizationId: string, changes: readonly AuditRecord[]) {
  const ids = changes.flatMap(({ subjectId, detail }) => [
    subjectId,
    ...['added', 'removed'].flatMap((name) => {
      const moved: unknown = Reflect.get(Object(detail), name);
      return Array.isArray(moved) ? moved.map(String) : [];
    }),
  ]);
  const some = [...new Set(ids)].slice(0, NAMES);
  return Object.fromEntries(await resourceNames(app.reader, organizationId, some));
}
