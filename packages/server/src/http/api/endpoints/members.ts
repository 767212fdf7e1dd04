/** Who exists in an organisation, and by which id the application knows them. */
import { z } from 'zod';
import {
  activateMember,
  deactivateMember,
  MEMBERS_PAGE_MAX,
  memberById,
  membersByAddress,
  membersOfApplicationUser,
  pageOfMembers,
  setApplicationUser,
  setOrgAdmin,
} from '../../../members/index.ts';
import { nextAfter } from '../../../next-page.ts';
import { type Call, type Endpoint, endpoint } from '../endpoint.ts';
import { readQuery } from '../read-query.ts';

const ALL = '/organizations/:organization/members';
const PAGE = 100;

const page = z.strictObject({
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(MEMBERS_PAGE_MAX).default(PAGE),
});
const found = z.union([
  z.strictObject({ address: z.string().min(1) }),
  z.strictObject({ applicationUserId: z.string().min(1) }),
]);
type Found = z.output<typeof found>;

export const memberEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: ALL,
    async run(call) {
      const search = found.safeParse(Object.fromEntries(call.query));
      if (search.success) return { members: await find(call, search.data), next: null };
      const { after, limit } = readQuery(call.query, page);
      const { organizationId } = call.context();
      const members = await pageOfMembers(call.app.reader, organizationId, { after, limit });
      return { members, next: nextAfter(members, limit) };
    },
  }),
  endpoint({
    method: 'GET',
    path: `${ALL}/:member`,
    run: ({ app, path, context }) =>
      memberById(app.reader, context().organizationId, path('member')),
  }),
  endpoint({
    method: 'PUT',
    path: `${ALL}/:member/application-user`,
    input: z.strictObject({ id: z.string().min(1).max(200).nullable() }),
    run: ({ app, body, path, context }) =>
      setApplicationUser(app, context(), path('member'), body.id),
  }),
  endpoint({
    method: 'PUT',
    path: `${ALL}/:member/access`,
    input: z.strictObject({ active: z.boolean() }),
    run: ({ app, body, path, context }) =>
      (body.active ? activateMember : deactivateMember)(app, context(), path('member')),
  }),
  endpoint({
    method: 'PUT',
    path: `${ALL}/:member/org-admin`,
    input: z.strictObject({ orgAdmin: z.boolean() }),
    run: ({ app, body, path, context }) =>
      setOrgAdmin(app, context(), path('member'), body.orgAdmin),
  }),
];

function find({ app, context }: Call, search: Found) {
  const { organizationId } = context();
  return 'address' in search
    ? membersByAddress(app.reader, organizationId, search.address)
    : membersOfApplicationUser(app.reader, organizationId, search.applicationUserId);
}
