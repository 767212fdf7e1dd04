/** Personal access tokens (walkthrough 2.2 to 2.5). */
import { z } from 'zod';
import { findConnection } from '../../../connections/index.ts';
import { Refusal } from '../../../core.ts';
import {
  createToken,
  listTokens,
  revokeToken,
  rotateToken,
  SCOPES,
} from '../../../tokens/index.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/tokens';
const ONE = `${ALL}/:token`;
/** How long a token that was rotated goes on, hours. */
const OVERLAP_HOURS = 24;
const OVERLAP_HOURS_MAX = 720;

/** Null is never: the form warns that the integration fails with the token otherwise. */
const expiresAt = z.iso.datetime({ precision: 3 }).nullable();

export const tokenEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    run: async ({ app, context }) => ({
      tokens: await listTokens(app.reader, context.organizationId),
    }),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: ALL,
    needsProof: true,
    input: z.strictObject({
      name: z.string().trim().min(1).max(100),
      scope: z.enum(SCOPES),
      connection: z.string().min(1).max(100).optional(),
      expiresAt,
    }),
    async run(call) {
      const { app, body, context, who } = call;
      const { organizationId } = context;
      const connection = await findConnection(app.reader, organizationId, body.connection);
      const token = await createToken(app, context, {
        connectionId: connection.id,
        ownerId: who.memberId,
        name: body.name,
        scopes: [body.scope],
        expiresAt: inFuture(body.expiresAt, call),
      });
      await app.registry.refresh(organizationId);
      return token;
    },
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: `${ONE}/rotate`,
    needsProof: true,
    input: z.strictObject({
      expiresAt,
      overlapHours: z.number().int().min(0).max(OVERLAP_HOURS_MAX).default(OVERLAP_HOURS),
    }),
    async run(call) {
      const { app, body, context, path } = call;
      const token = await rotateToken(app, context, path('token'), {
        overlapHours: body.overlapHours,
        expiresAt: inFuture(body.expiresAt, call),
      });
      await app.registry.refresh(context.organizationId);
      return token;
    },
  }),
  orgAdminEndpoint({
    method: 'DELETE',
    path: ONE,
    async run({ app, context, path }) {
      const token = await revokeToken(app, context, path('token'));
      await app.registry.refresh(context.organizationId);
      return token;
    },
  }),
];

function inFuture(time: string | null, { at }: MemberCall): string | null {
  if (time === null || time > at) return time;
  throw new Refusal('invalid', 'A token has to expire in the future.');
}
