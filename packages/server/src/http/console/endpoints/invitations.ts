/** Invitations: those that Org Admins make and let go, and the two ends of a link. */
import { z } from 'zod';
import { beginTry, forgetTry, subjectOf } from '../../../accounts/index.ts';
import { Refusal } from '../../../core.ts';
import {
  INVITATION_STATES,
  INVITATIONS_PAGE_MAX,
  type InvitationState,
  invitationById,
  listInvitations,
  previewHeld,
  previewMail,
  releaseHeld,
  releaseInvitation,
  resendInvitation,
  withdrawInvitation,
} from '../../../invitations/index.ts';
import {
  acceptInvitation,
  beginJoining,
  invite,
  inviteMany,
  lookAtInvitation,
} from '../../../joining/index.ts';
import { SsoProblem } from '../../../single-sign-on/index.ts';
import { ApiError } from '../../api/api-error.ts';
import { readQuery } from '../../api/read-query.ts';
import { setSsoCookie, ssoCookieOf } from '../cookie.ts';
import { type Call, type ConsoleEndpoint, memberEndpoint, publicEndpoint } from '../endpoint.ts';
import { code, email, password } from './inputs.ts';

const ALL = '/invitations';
const ONE = `${ALL}/:invitation`;
const PAGE = 50;
/** Released by one request; the answer says whether there are more. */
const RELEASED_MAX = 10_000;
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

/**
 * Whoever tries links that are not good has to wait, as for passwords.
 *
 * @throws ApiError 410 for such a link; TooManyTriesError.
 */
async function withLink<T>({ app, client }: Call, work: () => Promise<T>): Promise<T> {
  const subjects = [subjectOf('client', client.address)];
  const counted = await beginTry(app, subjects, client.address);
  try {
    const result = await work();
    await forgetTry(app, counted);
    return result;
  } catch (error) {
    const isGone = error instanceof Refusal && error.code === 'notFound';
    if (isGone) throw new ApiError(410, error.message);
    await forgetTry(app, counted);
    throw error;
  }
}
