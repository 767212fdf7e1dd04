/** Which role a member or a group has on which entry point. Roles and entry points are the operator's. */
import { z } from 'zod';
import {
  grantsOf,
  HOLDERS_PAGE_MAX,
  holdersOf,
  listEntryPoints,
  listGrants,
  listRoles,
  removeGrant,
  setGrant,
} from '../../../permissions/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const GRANTS = '/grants';

const holders = z.strictObject({
  kind: z.enum(['member', 'group']),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(HOLDERS_PAGE_MAX).default(100),
});
/** Id of a member or a group: only what was granted to it. */
const ofSubject = z.strictObject({ subject: z.string().min(1).max(200).optional() });

export const permissionEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: '/roles',
    run: async ({ app }) => ({ roles: await listRoles(app.reader) }),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/entry-points',
    run: async ({ app, context }) => ({
      entryPoints: await listEntryPoints(app.reader, context.organizationId),
    }),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/entry-points/:entryPoint/holders',
    async run({ app, context, path, query }) {
      const asked = readQuery(query, holders);
      const { organizationId } = context;
      const found = await holdersOf(app.reader, organizationId, path('entryPoint'), asked);
      const next = found.length < asked.limit ? null : (found.at(-1)?.subject.id ?? null);
      return { holders: found, next };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: GRANTS,
    async run({ app, context, query }) {
      const { subject } = readQuery(query, ofSubject);
      const { organizationId } = context;
      const grants =
        subject === undefined
          ? await listGrants(app.reader, organizationId)
          : await grantsOf(app.reader, organizationId, subject);
      return { grants };
    },
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: GRANTS,
    needsProof: true,
    input: z.strictObject({
      entryPoint: z.string().max(200),
      role: z.string().max(200),
      subject: z.strictObject({ kind: z.enum(['member', 'group']), id: z.string().max(200) }),
    }),
    run: ({ app, body, context }) => setGrant(app, context, body),
  }),
  orgAdminEndpoint({
    method: 'DELETE',
    path: `${GRANTS}/:grant`,
    async run({ app, context, path }) {
      await removeGrant(app, context, path('grant'));
      return undefined;
    },
  }),
];
