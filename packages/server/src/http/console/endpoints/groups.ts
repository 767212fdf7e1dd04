/** Groups: pushed ones can be looked at; those made here are changed here. */
import { z } from 'zod';
import {
  changeGroupMember,
  createGroup,
  deleteGroup,
  listGroups,
  renameGroup,
} from '../../../groups/index.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/groups';
const ONE = `${ALL}/:group`;
const MEMBER = `${ONE}/members/:member`;
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
