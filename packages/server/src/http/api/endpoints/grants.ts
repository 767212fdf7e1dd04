import { z } from 'zod';
import { listGrants, removeGrant, setGrant } from '../../../permissions/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const ALL = '/organizations/:organization/grants';

export const grantEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context }) {
      return { grants: await listGrants(app.reader, context().organizationId) };
    },
  }),
  // Put, since a member or group has one role on an entry point: the same again changes nothing.
  endpoint({
    method: 'PUT',
    path: ALL,
    input: z.strictObject({
      entryPoint: z.string(),
      role: z.string(),
      subject: z.strictObject({ kind: z.enum(['member', 'group']), id: z.string() }),
    }),
    run: ({ app, body, context }) => setGrant(app, context(), body),
  }),
  endpoint({
    method: 'DELETE',
    path: `${ALL}/:grant`,
    async run({ app, path, context }) {
      await removeGrant(app, context(), path('grant'));
      return undefined;
    },
  }),
];
