/** What accepting an invitation makes, however the person was proven to be the one. */
import { type NewSession, startSession } from '../accounts/index.ts';
import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import {
  endCodes,
  type InvitationRow,
  recordInvitation,
  saveInvitation,
} from '../invitations/index.ts';
import { insertLocalMember, membersByAddress, proveAddress } from '../members/index.ts';
import type { Client } from '../sign-in/index.ts';
import { giveRoles } from './give-roles.ts';
import { checkInviter } from './inviter.ts';
import type { OpenInvitation } from './look.ts';

/** What the person signs in with from now on. */
export interface Means {
  /** Makes it the member's, by the member. @throws Refusal `conflict` where it is another's. */
  link(context: ChangeContext, memberId: string): Promise<void>;
  /** What the record of the acceptance has of it. */
  readonly data: object;
  readonly session: Pick<NewSession, 'accountId' | 'method' | 'provenAt' | 'endsBy'>;
}

export interface Joining {
  readonly client: Client;
  readonly requestId?: string | undefined;
  /** RFC 3339. */
  readonly at: string;
}

const SYSTEM = Object.freeze({ kind: 'system', id: 'invitations' });

/**
 * Makes whoever accepts a member with what they were promised, and signs them in; inside the unit of work that
 * looked the invitation up.
 *
 * @throws Refusal `refused` for an inviter who lost the right, or without a seat; `conflict` where the person
 *   is a member already.
 */
export async function join(
  session: Session,
  { row, email }: OpenInvitation,
  { client, requestId, at }: Joining,
  means: Means,
): Promise<{ readonly memberId: string; readonly cookie: string }> {
  const { organization_id: organizationId } = row;
  await checkInviter(session, organizationId, row.inviter_member_id);
  const context: ChangeContext = { organizationId, actor: SYSTEM, requestId, at };
  const memberId = row.member_id ?? (await becomeMember(session, context, row, email));
  const asMember: ChangeContext = { ...context, actor: { kind: 'member', id: memberId } };
  await proveAddress(session, organizationId, memberId, email, at);
  const skippedRoles = await giveRoles(session, context, row, memberId);
  await endCodes(session, row);
  const { accountId } = means.session;
  const ended = { state: 'accepted', ended_at: at, account_id: accountId } as const;
  const accepted: InvitationRow = { ...row, member_id: memberId, ...ended };
  // Before the means are linked, which would withdraw one that is still open.
  await saveInvitation(session, accepted);
  await means.link(asMember, memberId);
  const data = { ...means.data, ...(skippedRoles.length === 0 ? {} : { skippedRoles }) };
  await recordInvitation(session, asMember, 'accepted', accepted, { data });
  const started = { organizationId, memberId, at, ...client, requestId };
  return { memberId, cookie: await startSession(session, { ...started, ...means.session }) };
}

/** Takes a seat. @throws Refusal `conflict` where the address has become a member's meanwhile. */
async function becomeMember(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
  email: string,
): Promise<string> {
  if ((await membersByAddress(session, context.organizationId, email)).length > 0) {
    throw new Refusal(
      'conflict',
      `${email} is a member of this organisation already. If you have joined, sign in; if not, use the newest ` +
        'invitation that you have, or ask your administrator.',
    );
  }
  const { id } = await insertLocalMember(session, context, {
    email,
    displayName: row.display_name ?? undefined,
    orgAdmin: row.is_org_admin === 1,
    emailProven: true,
  });
  return id;
}
