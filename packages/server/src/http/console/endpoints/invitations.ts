/** Invitations: those that Org Admins make and let go, and the two ends of a link. */
import { z } from 'zod';
import { Refusal } from '../../../core.ts';
import {
  countInvitations,
  INVITATION_STATES,
  INVITATIONS_PAGE_MAX,
  type InvitationState,
  invitationById,
  listInvitations,
  previewHeld,
  previewMail,
  releaseHeld,
  releaseInvitation,
  releaseSome,
  resendInvitation,
  withdrawInvitation,
} from '../../../invitations/index.ts';
import {
  acceptInvitation,
  beginJoining,
  checkMany,
  invite,
  inviteMany,
  lookAtInvitation,
} from '../../../joining/index.ts';
import { mailById } from '../../../mail/index.ts';
import { SsoProblem } from '../../../single-sign-on/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { setSsoCookie, ssoCookieOf } from '../cookie.ts';
import { type ConsoleEndpoint, memberEndpoint, publicEndpoint } from '../endpoint.ts';
import { withLink } from '../with-link.ts';
import { code, email, password } from './inputs.ts';

const ALL = '/invitations';
const ONE = `${ALL}/:invitation`;
const PAGE = 50;
/** Released by one request; the answer says whether there are more. */
const RELEASED_MAX = 10_000;
/** Released by one request, of those that were chosen. */
const CHOSEN_MAX = 500;
/** Longest list of people, characters: a body is 1 MiB. */
const LIST_LENGTH = 1_000_000;

const connection = z.string().min(1).max(100).optional();
const search = z.strictObject({
  state: z.enum(INVITATION_STATES as [InvitationState, ...InvitationState[]]).optional(),
  connection,
  search: z.string().min(1).max(200).optional(),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(INVITATIONS_PAGE_MAX).default(PAGE),
});
const invited = z.strictObject({
  email,
  displayName: z.string().trim().min(1).max(200).optional(),
  orgAdmin: z.boolean().optional(),
  roles: z.array(z.strictObject({ entryPoint: z.string(), role: z.string() })).optional(),
  isHeld: z.boolean().optional(),
});
const forAdmins = { access: 'orgAdmin', needsProof: false } as const;

export const invitationEndpoints: readonly ConsoleEndpoint[] = [
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: ALL,
    run({ app, query, context }) {
      const { connection: connectionId, search: text, ...rest } = readQuery(query, search);
      const wanted = { ...rest, text, connectionId };
      return listInvitations(app.reader, context.organizationId, wanted);
    },
  }),
  // Who becomes an Org Admin, or has a role, is as weighty as who is given one.
  memberEndpoint({
    ...forAdmins,
    needsProof: true,
    method: 'POST',
    path: ALL,
    input: invited,
    run: ({ app, body, context }) => invite(app, context, body),
  }),
  memberEndpoint({
    ...forAdmins,
    needsProof: true,
    method: 'POST',
    path: `${ALL}/import`,
    input: z.strictObject({ csv: z.string().max(LIST_LENGTH), isHeld: z.boolean().default(false) }),
    async run({ app, body, context }) {
      return { lines: await inviteMany(app, context, body.csv, body.isHeld) };
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ALL}/check`,
    input: z.strictObject({ csv: z.string().max(LIST_LENGTH) }),
    async run({ app, body, context }) {
      return { lines: await checkMany(app.reader, context.organizationId, body.csv) };
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: `${ALL}/summary`,
    async run({ app, context }) {
      return {
        counts: await countInvitations(app.reader, context.organizationId),
        /** Without a mail server, mail stays in the operator's inbox. */
        mailsOut: app.config.smtp !== undefined,
      };
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: `${ALL}/preview`,
    run({ app, query, context }) {
      const { connection: connectionId } = readQuery(query, z.strictObject({ connection }));
      return previewHeld(app.reader, context.organizationId, connectionId);
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ALL}/release`,
    input: z.strictObject({ connection }),
    run: ({ app, body, context }) => releaseHeld(app, context, body.connection, RELEASED_MAX),
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ALL}/release-some`,
    input: z.strictObject({ ids: z.array(z.string().max(100)).min(1).max(CHOSEN_MAX) }),
    run: ({ app, body, context }) => releaseSome(app, context, body.ids),
  }),
  publicEndpoint({
    method: 'POST',
    path: `${ALL}/look`,
    input: z.strictObject({ code }),
    run: (call) =>
      withLink(call, () => lookAtInvitation(call.app.reader, call.body.code, call.app.clock())),
  }),
  publicEndpoint({
    method: 'POST',
    path: `${ALL}/accept`,
    input: z.strictObject({ code, password: password.optional() }),
    async run(call) {
      const { app, body, client, requestId } = call;
      const who = await call.signedIn();
      const accountId = who?.accountId ?? undefined;
      const { cookie } = await withLink(call, () =>
        acceptInvitation(app, { ...body, accountId, client, requestId }),
      );
      call.setSession(cookie);
      return { signedIn: true };
    },
  }),
  // By POST, with the code in the body: no address, log or other page has it.
  publicEndpoint({
    method: 'POST',
    path: `${ALL}/single-sign-on`,
    input: z.strictObject({ code, return: z.string().max(1000).optional() }),
    async run(call) {
      const { app, body, client, publicUrl } = call;
      const browser = ssoCookieOf(call.cookies);
      const way = { code: body.code, returnPath: body.return, browser };
      const begun = await withLink(call, () =>
        beginJoining(app, { ...way, client: client.address, publicUrl }).catch(inWords),
      );
      call.setCookie(setSsoCookie(begun.browser));
      return { url: begun.url };
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: ONE,
    run: ({ app, path, context }) =>
      invitationById(app.reader, context.organizationId, path('invitation')),
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: `${ONE}/mail`,
    async run({ app, path, context: { organizationId } }) {
      const { mailId } = await invitationById(app.reader, organizationId, path('invitation'));
      return { mail: mailId === null ? null : await mailById(app.reader, organizationId, mailId) };
    },
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'GET',
    path: `${ONE}/preview`,
    run: ({ app, path, context }) =>
      previewMail(app.reader, context.organizationId, path('invitation')),
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ONE}/release`,
    run: ({ app, path, context }) => releaseInvitation(app, context, path('invitation')),
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ONE}/resend`,
    run: ({ app, path, context }) => resendInvitation(app, context, path('invitation')),
  }),
  memberEndpoint({
    ...forAdmins,
    method: 'POST',
    path: `${ONE}/withdraw`,
    run: ({ app, path, context }) => withdrawInvitation(app, context, path('invitation')),
  }),
];

/** @throws Refusal `conflict` with the words of the problem. */
function inWords(error: unknown): never {
  throw error instanceof SsoProblem ? new Refusal('conflict', error.message) : error;
}
