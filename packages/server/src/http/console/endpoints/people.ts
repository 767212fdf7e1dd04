/** Members: who they are, what they may do and why, whether they have access, and who is Org Admin. */
import { z } from 'zod';
import { accountOfMember } from '../../../accounts/index.ts';
import { groupsOfMember } from '../../../groups/index.ts';
import { identitiesOf } from '../../../identities/index.ts';
import {
  activateMember,
  deactivateMember,
  MEMBERS_PAGE_MAX,
  memberById,
  membersByAddress,
  searchMembers,
  setApplicationUser,
  setOrgAdmin,
  usersOfMember,
} from '../../../members/index.ts';
import { permissionsOf } from '../../../permissions/index.ts';
import { readQuery } from '../../api/read-query.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';
import { memberFilters } from './inputs.ts';

const ALL = '/members';
const ONE = `${ALL}/:member`;
const PAGE = 100;
const APPLICATION_USER_LENGTH = 200;

const page = memberFilters.extend({
  address: z.string().min(1).max(320).optional(),
  after: z.string().max(100).default(''),
  limit: z.coerce.number().int().min(1).max(MEMBERS_PAGE_MAX).default(PAGE),
});

export const peopleEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({
    method: 'GET',
    path: ALL,
    async run({ app, context, query }) {
      const { address, search: text, ...wanted } = readQuery(query, page);
      const { organizationId } = context;
      if (address !== undefined) {
        const members = await membersByAddress(app.reader, organizationId, address);
        return { members, next: null };
      }
      return searchMembers(app.reader, organizationId, { ...wanted, text });
    },
  }),
  orgAdminEndpoint({
    method: 'GET',
    path: ONE,
    run: person,
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
    path: `${ONE}/application-user`,
    needsProof: true,
    input: z.strictObject({ id: z.string().trim().min(1).max(APPLICATION_USER_LENGTH).nullable() }),
    run: ({ app, body, context, path }) =>
      setApplicationUser(app, context, path('member'), body.id),
  }),
  orgAdminEndpoint({
    method: 'PUT',
    path: `${ONE}/org-admin`,
    needsProof: true,
    input: z.strictObject({ orgAdmin: z.boolean() }),
    run: ({ app, body, context, path }) => setOrgAdmin(app, context, path('member'), body.orgAdmin),
  }),
];

/** A member with what its page is about. */
async function person({ app: { reader }, context: { organizationId }, path }: MemberCall) {
  const member = await memberById(reader, organizationId, path('member'));
  const { id } = member;
  const account = await accountOfMember(reader, organizationId, id);
  const identities = await identitiesOf(reader, organizationId, id);
  return {
    ...member,
    account: account === undefined ? null : { email: account.email },
    identities,
    users: await usersOfMember(reader, organizationId, id),
    groups: await groupsOfMember(reader, organizationId, id),
  };
}
