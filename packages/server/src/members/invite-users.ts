/** Invitations that follow from users: whoever comes by an identity provider needs a way to sign in. */
import { accountOfMember } from '../accounts/index.ts';
import { query, type Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { isIdentified } from '../identities/index.ts';
import {
  endPointless,
  moveInvitation,
  offerInvitation,
  openInvitationOf,
  withdraw,
} from '../invitations/index.ts';
import { mailAddressAmong } from '../mail/index.ts';
import { standingOf } from './activity.ts';
import type { InvitationPolicy, LinkedUser } from './linked-user.ts';

type Scope = { readonly organization: string };

const selectMember = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select(['email', 'display_name'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectUsers = query<Scope & { member: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select(['user_id', 'connection_id', 'email', 'display_name'])
    .where('organization_id', '=', p('organization'))
    .where('member_id', '=', p('member'))
    .where('is_active', '=', 1)
    .orderBy('created_at')
    .orderBy('user_id'),
);

const selectPolicy = query<Scope & { connection: string }>()((db, p) =>
  db
    .selectFrom('connection')
    .select('invitations')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('connection')),
);

const selectResource = query<Scope & { id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select('json')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/** An active user that a member has, and where that person would be invited. */
interface Source {
  readonly userId: string;
  readonly connectionId: string;
  readonly policy: InvitationPolicy;
  readonly email: string | null;
  readonly displayName: string | null;
}

/** A user brought a member of its own, who cannot have an account yet. */
export async function inviteNewMember(
  session: Session,
  context: ChangeContext & { readonly invitations: InvitationPolicy },
  memberId: string,
  { id: userId, active, mailAddress, displayName }: LinkedUser,
): Promise<void> {
  if (!active || context.invitations === 'none') return;
  await offerInvitation(session, context, {
    memberId,
    connectionId: context.connectionId ?? null,
    userId,
    email: mailAddress ?? null,
    displayName: displayName ?? null,
    isHeld: context.invitations === 'hold',
  });
}

/**
 * Brings the invitation of a member in line with its users, after one of them came, changed or went. A member has
 * one at most, whatever the number of its users; who has a way in or is not active has none. That of an Org Admin
 * waits for somebody: otherwise whoever may push users could send it to themselves.
 *
 * @param options.offers Whether somebody who has none is invited: when a user becomes the member's, or active.
 */
export async function reviewInvitation(
  session: Session,
  context: ChangeContext,
  memberId: string,
  options: { readonly offers: boolean },
): Promise<void> {
  const { organizationId } = context;
  const open = await openInvitationOf(session, organizationId, memberId);
  if (open === undefined && !options.offers) return;
  // Those of somebody who is not active ended with that.
  const standing = await standingOf(session, organizationId, memberId);
  if (standing?.isActive !== true) return;
  const hasWayIn =
    (await accountOfMember(session, organizationId, memberId)) !== undefined ||
    (await isIdentified(session, organizationId, memberId));
  if (hasWayIn) return endPointless(session, context, memberId);
  // One that an Org Admin made for the member's own address.
  if (open !== undefined && open.user_id === null) return;
  const sources = await sourcesOf(session, organizationId, memberId);
  const present = sources.find(({ userId }) => userId === open?.user_id);
  if (open !== undefined && present !== undefined) {
    const { isOrgAdmin: isHeld } = standing;
    return moveInvitation(session, context, open, { ...present, isHeld });
  }
  if (open !== undefined) await withdraw(session, context, open, 'user left');
  const next = sources.find(({ policy }) => policy !== 'none');
  if (next === undefined) return;
  const { policy, ...source } = next;
  const isHeld = policy === 'hold' || standing.isOrgAdmin;
  await offerInvitation(session, context, { memberId, ...source, isHeld });
}

/** The active users of a member, oldest first. A member with an address of its own is invited there. */
export async function sourcesOf(
  session: Session,
  organization: string,
  memberId: string,
): Promise<Source[]> {
  const member = await session.first(selectMember, { organization, id: memberId });
  const sources: Source[] = [];
  for (const user of await session.all(selectUsers, { organization, member: memberId })) {
    const { user_id: userId, connection_id: connectionId } = user;
    const found = await session.first(selectPolicy, { organization, connection: connectionId });
    sources.push({
      userId,
      connectionId,
      policy: found?.invitations ?? 'none',
      email: member?.email ?? (await addressOfUser(session, organization, userId, user.email)),
      displayName: member?.display_name ?? user.display_name,
    });
  }
  return sources;
}

/** The link has only the folded userName: mail to that might reach somebody else (security-cases.md B9). */
async function addressOfUser(
  session: Session,
  organization: string,
  id: string,
  email: string | null,
): Promise<string | null> {
  const own = mailAddressAmong(email);
  if (own !== undefined) return own;
  const resource = await session.first(selectResource, { organization, id });
  const { userName } = Object(JSON.parse(resource?.json ?? '{}')) as { userName?: string };
  return mailAddressAmong(userName) ?? null;
}
