/** Which role a member or a group has on which entry point. Roles and entry points are the operator's. */
import { z } from 'zod';
import {
  listEntryPoints,
  listGrants,
  listRoles,
  removeGrant,
  setGrant,
} from '../../../permissions/index.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const GRANTS = '/grants';

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
    path: GRANTS,
    run: async ({ app, context }) => ({
      grants: await listGrants(app.reader, context.organizationId),
    }),
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
