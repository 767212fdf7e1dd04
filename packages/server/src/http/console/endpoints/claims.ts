/** Users that wait to be linked to a member or not. */
import { z } from 'zod';
import { linkClaim, listClaims, separateClaim, undoClaim } from '../../../members/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/claims';
const ONE = `${ALL}/:claim`;

const asked = z.strictObject({ decided: z.enum(['yes', 'no']).default('no') });

export const claimEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context, query }) {
      const waitingOnly = readQuery(query, asked).decided === 'no';
      return { claims: await listClaims(app.reader, context.organizationId, { waitingOnly }) };
    },
  }),
  // The identity provider's user has the member's access from then on.
  orgAdminEndpoint({
    method: 'POST',
    path: `${ONE}/link`,
    needsProof: true,
    input: z.strictObject({ member: z.string().min(1).max(100).optional() }),
    run: ({ app, body, context, path }) => linkClaim(app, context, path('claim'), body.member),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: `${ONE}/separate`,
    run: ({ app, context, path }) => separateClaim(app, context, path('claim')),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: `${ONE}/undo`,
    run: ({ app, context, path }) => undoClaim(app, context, path('claim')),
  }),
];
