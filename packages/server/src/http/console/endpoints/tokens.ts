/** Personal access tokens (walkthrough 2.2 to 2.5). */
import { z } from 'zod';
import type { App } from '../../../app.ts';
import { findConnection } from '../../../connections/index.ts';
import { Refusal } from '../../../core.ts';
import { memberById } from '../../../members/index.ts';
import {
  ACTIVE_PER_PURPOSE,
  createToken,
  listTokens,
  revokeToken,
  rotateToken,
  SCOPES,
  type Token,
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
    async run({ app, context: { organizationId }, publicUrl }) {
      const tokens = await listTokens(app.reader, organizationId);
      const owners = await ownersOf(app, organizationId, tokens);
      return {
        tokens: tokens.map((token) => ({ ...token, owner: owners.get(token.ownerId) ?? null })),
        /** What identity providers ask for beside the token. */
        baseUrl: `${publicUrl}/v1/scim/v2`,
        activePerPurpose: ACTIVE_PER_PURPOSE,
      };
    },
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
      const { app, body, context, path, who } = call;
      const token = await rotateToken(app, context, path('token'), {
        overlapHours: body.overlapHours,
        expiresAt: inFuture(body.expiresAt, call),
        // Who has seen it answers for it.
        ownerId: who.memberId,
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

interface Owner {
  readonly name: string;
  /** Not an active Org Admin any more: nobody answers for the token. */
  readonly left: boolean;
}

/** By their ids; who was erased is not among them. */
async function ownersOf(
  { reader }: App,
  organizationId: string,
  tokens: readonly Token[],
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  for (const id of new Set(tokens.map(({ ownerId }) => ownerId))) {
    const member = await memberById(reader, organizationId, id).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    if (member === undefined) continue;
    const { displayName, email, active, orgAdmin } = member;
    owners.set(id, { name: displayName ?? email ?? id, left: !(active && orgAdmin) });
  }
  return owners;
}

function inFuture(time: string | null, { at }: MemberCall): string | null {
  if (time === null || time > at) return time;
  throw new Refusal('invalid', 'A token has to expire in the future.');
}
