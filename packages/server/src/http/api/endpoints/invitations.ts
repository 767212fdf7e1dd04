/** Invitations, for a vendor whose own screens show them. */
import { z } from 'zod';
import {
  INVITATION_STATES,
  INVITATIONS_PAGE_MAX,
  type InvitationState,
  invitationById,
  listInvitations,
  makeInvitationLink,
  releaseHeld,
  releaseInvitation,
  resendInvitation,
  withdrawInvitation,
} from '../../../invitations/index.ts';
import { invite } from '../../../joining/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { readQuery } from '../read-query.ts';

const ALL = '/organizations/:organization/invitations';
const ONE = `${ALL}/:invitation`;
const PAGE = 100;
/** Released by one request; the answer says whether there are more. */
const RELEASED_MAX = 10_000;

const search = z.strictObject({
  state: z.enum(INVITATION_STATES as [InvitationState, ...InvitationState[]]).optional(),
  connection: z.string().min(1).optional(),
  search: z.string().min(1).max(200).optional(),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(INVITATIONS_PAGE_MAX).default(PAGE),
});
const invited = z.strictObject({
  email: z.string(),
  displayName: z.string().trim().min(1).optional(),
  orgAdmin: z.boolean().optional(),
  roles: z.array(z.strictObject({ entryPoint: z.string(), role: z.string() })).optional(),
  isHeld: z.boolean().optional(),
});

export const invitationEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    run({ app, query, context }) {
      const { connection, search: text, ...rest } = readQuery(query, search);
      const wanted = { ...rest, text, connectionId: connection };
      return listInvitations(app.reader, context().organizationId, wanted);
    },
  }),
  endpoint({
    method: 'POST',
    path: ALL,
    input: invited,
    run: ({ app, body, context }) => invite(app, context(), body),
  }),
  endpoint({
    method: 'POST',
    path: `${ALL}/release`,
    input: z.strictObject({ connection: z.string().min(1).optional() }),
    run: ({ app, body, context }) => releaseHeld(app, context(), body.connection, RELEASED_MAX),
  }),
  endpoint({
    method: 'GET',
    path: ONE,
    run: ({ app, path, context }) =>
      invitationById(app.reader, context().organizationId, path('invitation')),
  }),
  endpoint({
    method: 'POST',
    path: `${ONE}/release`,
    run: ({ app, path, context }) => releaseInvitation(app, context(), path('invitation')),
  }),
  endpoint({
    method: 'POST',
    path: `${ONE}/resend`,
    run: ({ app, path, context }) => resendInvitation(app, context(), path('invitation')),
  }),
  endpoint({
    method: 'POST',
    path: `${ONE}/withdraw`,
    run: ({ app, path, context }) => withdrawInvitation(app, context(), path('invitation')),
  }),
  // The answer has a secret; it is the operator's to hand over.
  endpoint({
    method: 'POST',
    path: `${ONE}/link`,
    run: ({ app, path, context }) =>
      makeInvitationLink(app, context(), path('invitation'), app.config.publicUrl),
  }),
];
