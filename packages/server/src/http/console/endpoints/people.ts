/** Members: who they are, what they may do and why, whether they have access, and who is Org Admin. */
import { z } from 'zod';
import {
  activateMember,
  deactivateMember,
  MEMBERS_PAGE_MAX,
  memberById,
  membersByAddress,
  pageOfMembers,
  setOrgAdmin,
} from '../../../members/index.ts';
import { nextAfter } from '../../../next-page.ts';
import { permissionsOf } from '../../../permissions/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, orgAdminEndpoint } from '../endpoint.ts';

const ALL = '/members';
const ONE = `${ALL}/:member`;
const PAGE = 100;

const page = z.strictObject({
  address: z.string().min(1).max(320).optional(),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(MEMBERS_PAGE_MAX).default(PAGE),
});

export const peopleEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context, query }) {
      const { address, after, limit } = readQuery(query, page);
      const { organizationId } = context;
      if (address !== undefined) {
        const members = await membersByAddress(app.reader, organizationId, address);
        return { members, next: null };
      }
      const members = await pageOfMembers(app.reader, organizationId, { after, limit });
      return { members, next: nextAfter(members, limit) };
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: ONE,
    run: ({ app, context, path }) => memberById(app.reader, context.organizationId, path('member')),
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: `${ONE}/permissions`,
    async run({ app, context, path }) {
      const { organizationId } = context;
      const { id } = await memberById(app.reader, organizationId, path('member'));
      return permissionsOf(app.reader, organizationId, id);
    },
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: `${ONE}/access`,
    input: z.strictObject({ active: z.boolean() }),
    run: ({ app, body, context, path }) =>
      (body.active ? activateMember : deactivateMember)(app, context, path('member')),
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: `${ONE}/org-admin`,
    needsProof: true,
    input: z.strictObject({ orgAdmin: z.boolean() }),
    run: ({ app, body, context, path }) => setOrgAdmin(app, context, path('member'), body.orgAdmin),
  }),
];
