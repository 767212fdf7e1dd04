import { z } from 'zod';
import {
  changeGroupMember,
  createGroup,
  deleteGroup,
  listGroups,
  renameGroup,
} from '../../../groups/index.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const ALL = '/organizations/:organization/groups';
const ONE = `${ALL}/:group`;
const MEMBER = `${ONE}/members/:member`;
const named = z.strictObject({ name: z.string() });

export const groupEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context }) {
      return { groups: await listGroups(app.reader, context().organizationId) };
    },
  }),
  endpoint({
    method: 'POST',
    path: ALL,
    input: named,
    run: ({ app, body, context }) => createGroup(app, context(), body.name),
  }),
  endpoint({
    method: 'PUT',
    path: ONE,
    input: named,
    run: ({ app, body, path, context }) => renameGroup(app, context(), path('group'), body.name),
  }),
  endpoint({
    method: 'DELETE',
    path: ONE,
    async run({ app, path, context }) {
      await deleteGroup(app, context(), path('group'));
      return undefined;
    },
  }),
  endpoint({
    method: 'PUT',
    path: MEMBER,
    run: ({ app, path, context }) =>
      changeGroupMember(app, context(), path('group'), path('member'), 'add'),
  }),
  endpoint({
    method: 'DELETE',
    path: MEMBER,
    run: ({ app, path, context }) =>
      changeGroupMember(app, context(), path('group'), path('member'), 'remove'),
  }),
];
