/** Who is signed in. */
import { accountOfMember, idleEnd } from '../../../accounts/index.ts';
import { memberById } from '../../../members/index.ts';
import { findOrganization } from '../../../organizations/index.ts';
import { listRoles, permissionsOf } from '../../../permissions/index.ts';
import { waysIn } from '../../../sign-in/index.ts';
import { type ConsoleEndpoint, type MemberCall, memberEndpoint } from '../endpoint.ts';
import { shownWay } from './sign-in.ts';

export const meEndpoints: readonly ConsoleEndpoint[] = [
  memberEndpoint({
    method: 'GET',
    path: '/me',
    access: 'member',
    needsProof: false,
    run: me,
  }),
];

async function me({ app, who }: MemberCall) {
  const { reader } = app;
  const { organizationId, memberId, accountId, session } = who;
  const { permissions } = await permissionsOf(reader, organizationId, memberId);
  const account = await accountOfMember(reader, organizationId, memberId);
  const ways = accountId === null ? [] : await waysIn(reader, accountId);
  return {
    member: await memberById(reader, organizationId, memberId),
    organization: await findOrganization(reader, organizationId),
    account: account ?? null,
    orgAdmin: who.isOrgAdmin,
    permissions,
    /** What the keys of roles are called. */
    roles: await listRoles(reader),
    /** Where the account leads, this organisation too. */
    organizations: ways.map(shownWay),
    session: {
      id: session.id,
      method: session.method,
      createdAt: session.created_at,
      provenAt: session.proven_at,
      idleEndsAt: idleEnd(session),
      expiresAt: session.expires_at,
    },
  };
}
