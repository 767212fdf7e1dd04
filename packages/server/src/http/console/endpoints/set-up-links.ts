/** Links with the guide for connecting an identity provider, for the customer's IT. */
import { z } from 'zod';
import { DIALECTS, findConnection } from '../../../connections/index.ts';
import {
  listSetUpLinks,
  makeSetUpLink,
  openSetUpLink,
  planForScim,
  revokeSetUpLink,
  setUpProgress,
} from '../../../provisioning/index.ts';
import { SCIM_PATH } from '../../scim-path.ts';
import { type Call, type ConsoleEndpoint, orgAdminEndpoint, publicEndpoint } from '../endpoint.ts';
import { withLink } from '../with-link.ts';
import { code } from './inputs.ts';

const ALL = '/scim/set-up-links';

export const setUpLinkEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    run: async ({ app, context, at }) => ({
      links: await listSetUpLinks(app.reader, context.organizationId, at),
    }),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: ALL,
    input: z.strictObject({
      connection: z.string().min(1).max(100),
      product: z.enum(DIALECTS),
    }),
    async run({ app, body, context, who, publicUrl }) {
      const asked = { ...body, memberId: who.memberId };
      const { code: made, ...link } = await makeSetUpLink(app, context, asked);
      // Behind the mark it is sent to no server and stands in no log.
      return { ...link, url: `${publicUrl}/connect#${made}` };
    },
  }),
  orgAdminEndpoint({
    method: 'DELETE',
    path: `${ALL}/:link`,
    async run({ app, context, path }) {
      await revokeSetUpLink(app, context, path('link'));
      return undefined;
    },
  }),
  publicEndpoint({
    method: 'POST',
    path: `${ALL}/look`,
    input: z.strictObject({ code }),
    run: (call) => withLink(call, () => look(call)),
  }),
];

/** Only what is needed to connect: no names of people, no addresses, no token. */
async function look({ app, body, publicUrl, requestId }: Call<{ readonly code: string }>) {
  const link = await openSetUpLink(app, body.code, requestId);
  const { organizationId, connectionId } = link;
  const connection = await findConnection(app.reader, organizationId, connectionId);
  const plan = planForScim(app.registry, organizationId, app.clock());
  return {
    organization: link.organizationName,
    product: link.product,
    expiresAt: link.expiresAt,
    baseUrl: publicUrl + SCIM_PATH,
    groups: plan.groups && connection.groupsEnabled,
    progress: withoutNames(await setUpProgress(app, organizationId, connectionId)),
  };
}

/** What failed is told in general words alone: the answer itself may name people. */
function withoutNames(progress: Awaited<ReturnType<typeof setUpProgress>>) {
  const { failure } = progress;
  return { ...progress, failure: failure && { ...failure, path: '', detail: null } };
}
