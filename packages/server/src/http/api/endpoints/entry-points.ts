import { z } from 'zod';
import { deleteEntryPoint, listEntryPoints, putEntryPoints } from '../../../permissions/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const ALL = '/organizations/:organization/entry-points';
const ONE = `${ALL}/:entryPoint`;

export const entryPointEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context }) {
      return { entryPoints: await listEntryPoints(app.reader, context().organizationId) };
    },
  }),
  endpoint({
    method: 'PUT',
    path: ONE,
    input: z.strictObject({ name: z.string(), description: z.string().optional() }),
    async run({ app, body, path, context }) {
      const [put] = await putEntryPoints(app, context(), [{ ...body, key: path('entryPoint') }]);
      return put;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: ONE,
    async run({ app, path, context }) {
      await deleteEntryPoint(app, context(), path('entryPoint'));
      return undefined;
    },
  }),
];
