/** Claims: users that wait for an Org Admin to say whether they are an existing member. */

import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { actorText, type ChangeContext, recordChange } from '../events/index.ts';
import { isMemberActive, recordingActivity, recordMember } from './activity.ts';
import { reviewInvitation } from './invite-users.ts';
import { findLink, setLinkedMember } from './links.ts';
import { insertMember, PROVISIONED } from './member-rows.ts';
import { takeSeat } from './seats.ts';

export interface Claim {
  readonly id: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly userName: string;
  readonly email: string | null;
  readonly reason: string;
  /** Ids of the members that matched. */
  readonly candidates: readonly string[];
  readonly createdAt: string;
  readonly decision: 'link' | 'separate' | 'withdrawn' | null;
  readonly decidedAt: string | null;
  readonly memberId: string | null;
}

const selectAll = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('claim')
    .innerJoin('link', (join) =>
      join
        .onRef('link.organization_id', '=', 'claim.organization_id')
        .onRef('link.user_id', '=', 'claim.user_id'),
    )
    .select([
      'claim.id',
      'claim.connection_id',
      'claim.user_id',
      'link.user_name_key',
      'link.email',
      'claim.reason',
      'claim.candidates',
      'claim.created_at',
      'claim.decision',
      'claim.decided_at',
      'claim.member_id',
    ])
    .where('claim.organization_id', '=', p('organization'))
    .orderBy('claim.id'),
);

const decideClaim = query<{
  organization: string;
  id: string;
  decision: 'link' | 'separate' | null;
  at: string | null;
  by: string | null;
  member: string | null;
}>()((db, p) =>
  db
    .updateTable('claim')
    .set({
      decision: p('decision'),
      decided_at: p('at'),
      decided_by: p('by'),
      member_id: p('member'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const memberExists = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/** A member that a decision made goes with it, unless something else hangs on it by now. */
const deleteUnused = query<{ organization: string; id: string }>()((db, p) =>
  db
    .deleteFrom('member')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id'))
    .where('is_local', '=', 0)
    .where('application_user_id', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('link')
            .select('user_id')
            .where('link.organization_id', '=', p('organization'))
            .where('link.member_id', '=', p('id')),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('account_member')
            .select('account_id')
            .where('account_member.organization_id', '=', p('organization'))
            .where('account_member.member_id', '=', p('id')),
        ),
      ),
    ),
);

/** All claims, or only those that wait. */
export async function listClaims(
  session: Session,
  organizationId: string,
  options: { waitingOnly: boolean },
): Promise<Claim[]> {
  const rows = await session.all(selectAll, {
    organization: requireOrganizationId(organizationId),
  });
  return rows
    .filter(({ decided_at }) => !options.waitingOnly || decided_at === null)
    .map((row) => ({
      id: row.id,
      connectionId: row.connection_id,
      userId: row.user_id,
      userName: row.user_name_key,
      email: row.email,
      reason: row.reason,
      candidates: JSON.parse(row.candidates) as string[],
      createdAt: row.created_at,
      decision: row.decision,
      decidedAt: row.decided_at,
      memberId: row.member_id,
    }));
}

/** The user is this member: from now on it has the member's access. */
export function linkClaim(
  core: Core,
  context: ChangeContext,
  claimId: string,
  memberId: string | undefined,
): Promise<Claim> {
  return writeFor(core, context, async (session) => {
    const claim = await waitingClaim(session, context.organizationId, claimId);
    const chosen = memberId ?? (claim.candidates.length === 1 ? claim.candidates[0] : undefined);
    if (chosen === undefined || !claim.candidates.includes(chosen)) {
      throw new Refusal(
        'invalid',
        `Name one of the members that match with --member: ${claim.candidates.join(', ')}.`,
      );
    }
    const { organizationId: organization } = context;
    if ((await session.first(memberExists, { organization, id: chosen })) === undefined) {
      throw new Refusal(
        'conflict',
        `Member ${chosen} is gone. Use claim separate, or claim link with another member.`,
      );
    }
    await recordingActivity(session, context, chosen, () =>
      setLinkedMember(session, context.organizationId, claim.userId, chosen),
    );
    await reviewInvitation(session, context, chosen, { offers: true });
    return settle(session, context, claim, 'link', chosen);
  });
}

/** The user is somebody else: it gets a member of its own. */
export function separateClaim(core: Core, context: ChangeContext, claimId: string): Promise<Claim> {
  return writeFor(core, context, async (session) => {
    const claim = await waitingClaim(session, context.organizationId, claimId);
    const { organizationId, at } = context;
    const member = await insertMember(session, organizationId, PROVISIONED, at);
    await setLinkedMember(session, organizationId, claim.userId, member);
    if (await isMemberActive(session, organizationId, member)) {
      await takeSeat(session, organizationId);
    }
    await recordMember(session, context, 'member.created', member, claim.userId);
    await reviewInvitation(session, context, member, { offers: true });
    return settle(session, context, claim, 'separate', member);
  });
}

/** Takes a decision back: the user waits again and has no access. */
export function undoClaim(core: Core, context: ChangeContext, claimId: string): Promise<Claim> {
  return writeFor(core, context, async (session) => {
    const { organizationId } = context;
    const claim = await findClaim(session, organizationId, claimId);
    const { memberId } = claim;
    if (claim.decision === null || claim.decision === 'withdrawn' || memberId === null) {
      throw new Refusal('conflict', 'This claim has no decision that could be taken back.');
    }
    const link = await findLink(session, organizationId, claim.userId);
    if (link === undefined || link.ended_at !== null) {
      throw new Refusal(
        'conflict',
        'The user was deleted since, so there is no access to take back.',
      );
    }
    await recordingActivity(session, context, memberId, () =>
      setLinkedMember(session, organizationId, claim.userId, null),
    );
    await reviewInvitation(session, context, memberId, { offers: false });
    if (claim.decision === 'separate') {
      const unused = { organization: organizationId, id: memberId };
      const gone = (await session.run(deleteUnused, unused)) > 0;
      if (gone) await recordMember(session, context, 'member.deleted', memberId, claim.userId);
    }
    return settle(session, context, claim, null, null);
  });
}

async function settle(
  session: Session,
  context: ChangeContext,
  claim: Claim,
  decision: 'link' | 'separate' | null,
  memberId: string | null,
): Promise<Claim> {
  const { organizationId, at, actor } = context;
  const decidedAt = decision === null ? null : at;
  await session.send(decideClaim, {
    organization: organizationId,
    id: claim.id,
    decision,
    at: decidedAt,
    by: decision === null ? null : actorText(actor),
    member: memberId,
  });
  await recordChange(session, context, {
    type: decision === null ? 'claim.reopened' : 'claim.decided',
    subjectType: 'Claim',
    subjectId: claim.id,
    data: { userId: claim.userId, decision, memberId: memberId ?? claim.memberId },
    detail: { old: { decision: claim.decision }, new: { decision } },
  });
  return { ...claim, decision, decidedAt, memberId };
}

async function findClaim(session: Session, organizationId: string, id: string): Promise<Claim> {
  const claims = await listClaims(session, organizationId, { waitingOnly: false });
  const claim = claims.find((candidate) => candidate.id === id);
  if (claim === undefined) throw new Refusal('notFound', `There is no claim ${id}.`);
  return claim;
}

/** Undecided; a claim whose user is gone was withdrawn. */
async function waitingClaim(session: Session, organizationId: string, id: string): Promise<Claim> {
  const claim = await findClaim(session, organizationId, id);
  if (claim.decision === 'withdrawn') {
    throw new Refusal(
      'conflict',
      `The user of claim ${id} was deleted; there is nothing to decide.`,
    );
  }
  if (claim.decision !== null) {
    throw new Refusal('conflict', `Claim ${id} is already decided; use claim undo first.`);
  }
  return claim;
}
