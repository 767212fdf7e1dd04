/** The integrations of an organisation's identity providers. */
import { z } from 'zod';
import {
  BRAKE_BOUNDS,
  DIALECTS,
  listConnections,
  setConnection,
} from '../../../connections/index.ts';
import { letGo } from '../../../held/index.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/connections';

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.number().int().min(min).max(max);

export const connectionEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    run: async ({ app, context }) => ({
      connections: await listConnections(app.reader, context.organizationId),
    }),
  }),
  // How many requests it may send is the operator's to say.
  orgAdminEndpoint({
    method: 'PATCH',
    path: `${ALL}/:connection`,
    needsProof: true,
    input: z
      .strictObject({
        name: z.string().trim().min(1).max(100),
        mode: z.enum(['tolerant', 'strict']),
        dialect: z.enum(DIALECTS),
        linkPolicy: z.enum(['automatic', 'ask', 'never']),
        duplicateGroupNames: z.boolean(),
        groupsEnabled: z.boolean(),
        invitations: z.enum(['send', 'hold', 'none']),
        brake: z.boolean(),
        brakePercent: within(BRAKE_BOUNDS.percent),
        brakeLeast: within(BRAKE_BOUNDS.least),
        brakeWindowMinutes: within(BRAKE_BOUNDS.windowMinutes),
      })
      .partial()
      .refine((changes) => Object.keys(changes).length > 0, 'Give at least one setting.'),
    async run({ app, body, context, path }) {
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      const changes = Object.fromEntries(given);
      const connection = await setConnection(app, context, path('connection'), changes);
      // What it held meanwhile is held no more.
      if (body.brake === false) await letGo(app, context, connection.id);
      await app.registry.refresh(context.organizationId);
      return connection;
    },
  }),
];
