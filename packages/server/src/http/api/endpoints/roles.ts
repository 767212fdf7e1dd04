import { z } from 'zod';
import { listRoles, setRoles } from '../../../permissions/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

export const roleEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/roles',
    run: async ({ app }) => ({ roles: await listRoles(app.reader) }),
  }),
  endpoint({
    method: 'PUT',
    path: '/roles',
    input: z.strictObject({
      roles: z.array(z.strictObject({ key: z.string(), name: z.string() })),
    }),
    run: async ({ app, body }) => ({ roles: await setRoles(app, body.roles) }),
  }),
];
