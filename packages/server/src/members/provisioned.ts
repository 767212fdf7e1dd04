/** What happens to members when SCIM users come, change and go; inside the unit of their change. */
import { randomUUIDv7 } from 'node:crypto';
import { query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { recordingActivity, recordMember } from './activity.ts';
import { findCandidates } from './candidates.ts';
import { type ClaimReason, decide } from './decide.ts';
import { inviteNewMember, reviewInvitation } from './invite-users.ts';
import type { InvitationPolicy, LinkedUser, LinkPolicy } from './linked-user.ts';
import { endLink, findLink, insertLink, updateLink } from './links.ts';
import { insertMember, PROVISIONED } from './member-rows.ts';
import { takeSeat } from './seats.ts';

export type ProvisioningContext = ChangeContext & {
  readonly linkPolicy: LinkPolicy;
  readonly invitations: InvitationPolicy;
};

/** At most one of the two: the member that the user is, or the claim that will decide it. */
export interface Linking {
  readonly memberId: string | undefined;
  readonly claimId: string | undefined;
}

/** A user was created: finds or makes its member, or a claim. */
export async function userCreated(
  session: Session,
  context: ProvisioningContext,
  user: LinkedUser,
): Promise<Linking> {
  const place = placeOf(context);
  const candidates = await findCandidates(session, place, user);
  const decision = decide(context.linkPolicy, user, candidates);
  switch (decision.kind) {
    case 'new': {
      if (user.active) await takeSeat(session, place.organizationId);
      const memberId = await insertMember(session, place.organizationId, PROVISIONED, context.at);
      await insertLink(session, place, user, memberId, context.at);
      await recordMember(session, context, 'member.created', memberId, user.id);
      await inviteNewMember(session, context, memberId, user);
      return { memberId, claimId: undefined };
    }
    case 'link': {
      const { memberId } = decision;
      await recordMember(session, context, 'member.linked', memberId, user.id);
      await recordingActivity(session, context, memberId, () =>
        insertLink(session, place, user, memberId, context.at),
      );
      await reviewInvitation(session, context, memberId, { offers: user.active });
      return { memberId, claimId: undefined };
    }
    case 'claim': {
      await insertLink(session, place, user, null, context.at);
      const ids = candidates.map(({ memberId }) => memberId);
      const claimId = await openClaim(session, context, user, decision.reason, ids);
      return { memberId: undefined, claimId };
    }
  }
}

/** A user was changed. */
export async function userChanged(
  session: Session,
  context: ChangeContext,
  before: LinkedUser,
  after: LinkedUser,
): Promise<void> {
  if (isSame(before, after)) return;
  const change = () => updateLink(session, context.organizationId, after);
  const movesActivity = before.active !== after.active;
  if (!movesActivity && before.mailAddress === after.mailAddress) return change();
  const link = await findLink(session, context.organizationId, after.id);
  if (link?.member_id == null) return change();
  if (movesActivity) await recordingActivity(session, context, link.member_id, change);
  else await change();
  await reviewInvitation(session, context, link.member_id, {
    offers: after.active && movesActivity,
  });
}

/** A user was deleted. Its member stays; a claim about it is withdrawn. */
export async function userDeleted(
  session: Session,
  context: ChangeContext,
  userId: string,
): Promise<void> {
  const { organizationId, at } = context;
  const link = await findLink(session, organizationId, userId);
  const change = () => endLink(session, organizationId, userId, at);
  if (link?.member_id == null) await change();
  else {
    await recordingActivity(session, context, link.member_id, change);
    await reviewInvitation(session, context, link.member_id, { offers: false });
  }
  await session.send(withdrawClaims, { organization: organizationId, user: userId, at });
}

const withdrawClaims = query<{ organization: string; user: string; at: string }>()((db, p) =>
  db
    .updateTable('claim')
    .set({ decision: 'withdrawn', decided_at: p('at'), decided_by: 'system:rollcall' })
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('user'))
    .where('decided_at', 'is', null),
);

const insertClaim = query<{
  organization: string;
  id: string;
  connection: string;
  user: string;
  reason: string;
  candidates: string;
  at: string;
}>()((db, p) =>
  db.insertInto('claim').values({
    organization_id: p('organization'),
    id: p('id'),
    connection_id: p('connection'),
    user_id: p('user'),
    reason: p('reason'),
    candidates: p('candidates'),
    created_at: p('at'),
    decided_at: null,
    decision: null,
    decided_by: null,
    member_id: null,
  }),
);

async function openClaim(
  session: Session,
  context: ProvisioningContext,
  user: LinkedUser,
  reason: ClaimReason,
  candidates: readonly string[],
): Promise<string> {
  const { organizationId, connectionId } = placeOf(context);
  const id = randomUUIDv7();
  await session.send(insertClaim, {
    organization: organizationId,
    id,
    connection: connectionId,
    user: user.id,
    reason,
    candidates: JSON.stringify(candidates),
    at: context.at,
  });
  await recordChange(session, context, {
    type: 'claim.opened',
    subjectType: 'Claim',
    subjectId: id,
    data: { userId: user.id, reason, candidates },
    detail: {},
  });
  return id;
}

function isSame(a: LinkedUser, b: LinkedUser): boolean {
  return (
    a.userNameKey === b.userNameKey &&
    a.email === b.email &&
    a.mailAddress === b.mailAddress &&
    a.displayName === b.displayName &&
    a.active === b.active
  );
}

function placeOf({ organizationId, connectionId }: ChangeContext) {
  if (connectionId === undefined) throw new Error('A user is provisioned by a connection.');
  return { organizationId, connectionId };
}
