/** Groups: pushed ones can be looked at; those made here are changed here. */
import { z } from 'zod';
import {
  changeGroupMember,
  createGroup,
  deleteGroup,
  GROUP_MEMBERS_PAGE_MAX,
  listGroups,
  localGroup,
  membersOfGroup,
  renameGroup,
} from '../../../groups/index.ts';
import { nextAfter } from '../../../next-page.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/groups';
const ONE = `${ALL}/:group`;
/** Those made here, looked at one by one. */
const LOCAL = '/local-groups';
const MEMBER = `${ONE}/members/:member`;
const page = z.strictObject({
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(GROUP_MEMBERS_PAGE_MAX).default(100),
});
const named = z.strictObject({ name: z.string().max(1000) });

export const groupEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    run: async ({ app, context }) => ({
      groups: await listGroups(app.reader, context.organizationId),
    }),
  }),
  orgAdminEndpoint({
    method: 'POST',
    path: ALL,
    input: named,
    run: ({ app, body, context }) => createGroup(app, context, body.name),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${LOCAL}/:group`,
    run: ({ app, context, path }) => localGroup(app.reader, context.organizationId, path('group')),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${LOCAL}/:group/members`,
    async run({ app, context, path, query }) {
      const asked = readQuery(query, page);
      const { organizationId } = context;
      const { id } = await localGroup(app.reader, organizationId, path('group'));
      const members = await membersOfGroup(app.reader, organizationId, id, asked);
      return { members, next: nextAfter(members, asked.limit) };
    },
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: ONE,
    input: named,
    run: ({ app, body, context, path }) => renameGroup(app, context, path('group'), body.name),
  }),
  orgAdminEndpoint({
    method: 'DELETE',
    path: ONE,
    async run({ app, context, path }) {
      await deleteGroup(app, context, path('group'));
      return undefined;
    },
  }),
  // Who is in a group has what was granted to it.
  orgAdminEndpoint({
    method: 'PUT',
    path: MEMBER,
    needsProof: true,
    run: ({ app, context, path }) =>
      changeGroupMember(app, context, path('group'), path('member'), 'add'),
  }),
  orgAdminEndpoint({
    method: 'DELETE',
    path: MEMBER,
    run: ({ app, context, path }) =>
      changeGroupMember(app, context, path('group'), path('member'), 'remove'),
  }),
];
