import { z } from 'zod';
import { type Explained, explain } from '../../activity/index.ts';
import type { App } from '../../app.ts';
import { Refusal } from '../../core.ts';
import { pageInput, readPage, searchedText, statusRange } from '../../log-inputs.ts';
import { groupIds, tokenIds, userIds } from '../../lookups.ts';
import { findOrganization } from '../../organizations/index.ts';
import { type Command, command, type Option } from '../command.ts';
import type { ExportCommand } from '../export-command.ts';
import { PAGE_OPTIONS, pageText } from '../inputs.ts';
import { fields, table } from '../text.ts';

const MAX_LIMIT = 1000;
const COLUMNS = ['id', 'at', 'method', 'path', 'status', 'resourceId', 'detail'];
const OF_ORGANIZATION: Option = {
  flags: '--organization <slug>',
  description: 'only of this organisation',
};
const organization = z.string().min(1).optional();

const activityList = command({
  name: 'activity list',
  description: 'SCIM requests, newest first, by what they were about',
  options: [
    OF_ORGANIZATION,
    { flags: '--status <status>', description: '409, 4xx, 5xx or failed' },
    { flags: '--method <method>', description: 'GET, POST, PUT, PATCH or DELETE' },
    { flags: '--user <id or userName>', description: 'about this user' },
    { flags: '--group <id or displayName>', description: 'about this group' },
    { flags: '--token <id or name>', description: 'sent with this token' },
    { flags: '--request-id <id>', description: 'the X-Request-Id of the answer' },
    { flags: '--text <text>', description: 'in path, query, detail, notes or user agent' },
    ...PAGE_OPTIONS,
  ],
  input: pageInput.extend({
    organization,
    status: statusRange.optional(),
    method: z.string().toUpperCase().optional(),
    user: z.string().min(1).optional(),
    group: z.string().min(1).optional(),
    token: z.string().min(1).optional(),
    requestId: z.string().min(1).optional(),
    text: searchedText.optional(),
  }),
  async run(app, { organization: slug, user, group, token, status: range, ...rest }) {
    const { method, requestId, text, ...page } = rest;
    const organizationId = await idOf(app, slug);
    return app.activity.search({
      ...readPage(page, app.clock()),
      organizationId,
      status: range,
      method,
      requestId,
      text,
      resourceIds: await resourceIds(app, organizationId, { user, group }),
      tokenIds:
        token === undefined
          ? undefined
          : await tokenIds(app, named(organizationId, '--token'), token),
    });
  },
  text: (page) => pageText(page, table(page.rows, COLUMNS, 'No such request.')),
});

export const activityExport: ExportCommand = {
  name: 'activity export',
  description: 'write SCIM requests to a file or to standard output',
  list: activityList,
  columns: [
    ...['id', 'at', 'organizationId', 'connectionId', 'tokenId', 'requestId', 'method', 'path'],
    ...['query', 'status', 'durationUs', 'resourceType', 'resourceId', 'scimType', 'detail'],
    ...['notes', 'requestBody', 'userAgent'],
  ],
};

export const activityCommands: readonly Command[] = [
  activityList,
  command({
    name: 'activity show',
    description: 'one request with an explanation in plain words',
    argument: '<id or request id>',
    options: [OF_ORGANIZATION],
    input: z.strictObject({ argument: z.string().min(1), organization }),
    async run(app, { argument, organization: slug }) {
      const row = await app.activity.find(await idOf(app, slug), argument);
      if (row === undefined) {
        throw new Refusal(
          'notFound',
          `The log has no request ${argument}. What is older than --activity-days is gone.`,
        );
      }
      return { ...row, explanation: explain(row) };
    },
    text: ({ explanation, notes: _notes, ...row }) =>
      [fields(row), ...words(explanation)].join('\n'),
  }),
  command({
    name: 'activity tail',
    description: 'the latest SCIM requests; --follow waits for more',
    options: [
      OF_ORGANIZATION,
      { flags: '--after <id>', description: 'only after this row' },
      { flags: '--limit <n>', description: 'how many requests at most', defaultValue: '50' },
    ],
    input: z.strictObject({
      organization,
      after: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_LIMIT),
    }),
    async run(app, { organization: slug, after, limit }) {
      const rows = await app.activity.recent({
        limit,
        organizationId: await idOf(app, slug),
        after,
      });
      return rows.toReversed();
    },
    text: (rows) => table(rows, COLUMNS.slice(1), 'No request yet.'),
  }),
];

/** Only the operator has this command line, and may look at all organisations. */
async function idOf(app: App, slug: string | undefined): Promise<string | undefined> {
  return slug === undefined ? undefined : (await findOrganization(app.reader, slug)).id;
}

function named(organizationId: string | undefined, option: string): string {
  if (organizationId !== undefined) return organizationId;
  throw new Refusal('invalid', `${option} is of one organisation: add --organization.`);
}

async function resourceIds(
  app: App,
  organizationId: string | undefined,
  { user, group }: { user: string | undefined; group: string | undefined },
): Promise<string[] | undefined> {
  if (user === undefined && group === undefined) return undefined;
  const id = named(organizationId, user === undefined ? '--group' : '--user');
  return [
    ...(user === undefined ? [] : await userIds(app, id, user)),
    ...(group === undefined ? [] : await groupIds(app, id, group)),
  ];
}

function words({ error, notes }: Explained): string[] {
  const lines = notes.map(({ title, subject, section }) =>
    fields({ note: `${title}: ${subject}${section === undefined ? '' : ` (${section})`}` }),
  );
  if (error === undefined) return lines;
  const { what, why, onIdentityProvider, here } = error;
  const titles = { what, why, 'identity provider': onIdentityProvider, 'in Rollcall': here };
  return [...lines, '', fields(titles)];
}
