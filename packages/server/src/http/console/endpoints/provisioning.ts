/** What identity providers pushed, as Org Admins look at it, and how far connecting one has come. */
import { z } from 'zod';
import { findConnection, listConnections } from '../../../connections/index.ts';
import { setMappings } from '../../../permissions/index.ts';
import {
  GROUP_MEMBERS_PAGE_MAX,
  GROUPS_PAGE_MAX,
  listGroupMembers,
  listPushedGroups,
  listUsers,
  planForScim,
  setUpProgress,
  showPushedGroup,
  showUser,
  timelineOf,
  USERS_PAGE_MAX,
} from '../../../provisioning/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { SCIM_PATH } from '../../scim-path.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const USERS = '/scim/users';
const GROUPS = '/scim/groups';
const ONE_GROUP = `${GROUPS}/:group`;
const PAGE = 100;
const TIMELINE_PAGE = 25;
/** Entry points that one request maps at most. */
const MAPPINGS_MAX = 1000;

const id = z.string().min(1).max(100);
const page = (max: number) =>
  z.strictObject({
    search: z.string().max(200).default(''),
    // A key of up to 2,048 bytes is in it.
    after: z.string().max(5000).default(''),
    limit: z.coerce.number().int().min(1).max(max).default(Math.min(PAGE, max)),
  });
const users = page(USERS_PAGE_MAX).extend({
  status: z.enum(['active', 'inactive', 'waiting']).optional(),
  connection: id.optional(),
});
const groups = page(GROUPS_PAGE_MAX).extend({ connection: id.optional() });
const members = page(GROUP_MEMBERS_PAGE_MAX);
const timeline = z.strictObject({
  after: z.union([z.literal(''), z.coerce.number().int().min(1)]).optional(),
});

export const provisioningEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: '/scim/plan',
    run: async ({ app, context }) => planForScim(app.registry, context.organizationId, app.clock()),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: '/scim/set-up',
    async run({ app, context, query, publicUrl }) {
      const { connection } = readQuery(query, z.strictObject({ connection: id.optional() }));
      const { organizationId } = context;
      const all = await listConnections(app.reader, organizationId);
      const chosen =
        connection === undefined
          ? all[0]
          : await findConnection(app.reader, organizationId, connection);
      if (chosen === undefined) throw new Error('An organisation without a connection.');
      return {
        baseUrl: publicUrl + SCIM_PATH,
        connection: chosen,
        connections: all.map(({ id: one, name, dialect }) => ({ id: one, name, dialect })),
        progress: await setUpProgress(app, organizationId, chosen.id),
      };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: USERS,
    run: ({ app, context, query }) =>
      listUsers(app.reader, context.organizationId, readQuery(query, users)),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${USERS}/:user`,
    run: ({ app, context, path, at }) =>
      showUser(app.reader, context.organizationId, path('user'), at),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${USERS}/:user/timeline`,
    async run({ app, context, path, query, at }) {
      const { after } = readQuery(query, timeline);
      const user = await showUser(app.reader, context.organizationId, path('user'), at);
      return timelineOf(app.reader, context.organizationId, {
        id: user.id,
        also: user.person === null ? [] : [user.person.member.id],
        since: user.createdAt,
        before: after || undefined,
        limit: TIMELINE_PAGE,
      });
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: GROUPS,
    run: ({ app, context, query }) =>
      listPushedGroups(app.reader, context.organizationId, readQuery(query, groups)),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: ONE_GROUP,
    run: ({ app, context, path }) =>
      showPushedGroup(app.reader, context.organizationId, path('group')),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ONE_GROUP}/members`,
    run: ({ app, context, path, query }) =>
      listGroupMembers(
        app.reader,
        context.organizationId,
        path('group'),
        readQuery(query, members),
      ),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ONE_GROUP}/timeline`,
    async run({ app, context, path, query }) {
      const { after } = readQuery(query, timeline);
      const group = await showPushedGroup(app.reader, context.organizationId, path('group'));
      return timelineOf(app.reader, context.organizationId, {
        id: group.id,
        also: group.grants.map((grant) => grant.id),
        since: group.createdAt,
        before: after || undefined,
        limit: TIMELINE_PAGE,
      });
    },
  }),
  // Members, and later members, have the roles when this is answered (walkthrough 4.5).
  orgAdminEndpoint({
    method: 'PATCH',
    path: `${ONE_GROUP}/mappings`,
    needsProof: true,
    input: z.strictObject({
      changes: z
        .array(
          z.strictObject({
            entryPoint: z.string().min(1).max(200),
            role: z.string().min(1).max(200).nullable(),
          }),
        )
        .min(1)
        .max(MAPPINGS_MAX),
    }),
    async run({ app, body, context, path }) {
      return { changed: await setMappings(app, context, path('group'), body.changes) };
    },
  }),
];
