/** Signing out: oneself, one's other sessions, and others. */
import {
  endSession,
  endSessionsOfAccount,
  endSessionsOfMember,
  sessionsOfAccount,
  sessionsOfMember,
} from '../accounts/index.ts';
import { type Core, Refusal, writeFor } from '../core.ts';
import type { Session, SessionTable } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { memberById } from '../members/index.ts';
import type { SignedIn } from './who-is.ts';

/** All sessions of somebody: of the account in every organisation, of who has none as the member. */
export function ownSessions(
  session: Session,
  { accountId, organizationId, memberId }: SignedIn,
  at: string,
): Promise<SessionTable[]> {
  return accountId === null
    ? sessionsOfMember(session, organizationId, memberId, at)
    : sessionsOfAccount(session, accountId, at);
}

/** Ends one of one's own. @throws Refusal `notFound`, also for those of others. */
export function endOwnSession(
  core: Core,
  who: SignedIn,
  context: ChangeContext,
  sessionId: string,
): Promise<void> {
  return writeFor(core, context, async (session) => {
    const own = await ownSessions(session, who, context.at);
    const found = own.find(({ id }) => id === sessionId);
    if (found === undefined) throw new Refusal('notFound', 'You have no such session.');
    await endSession(session, found.digest);
    await record(session, context, who.memberId, { sessionId });
  });
}

/** Ends all of one's own but this one. @returns How many. */
export function endOtherSessions(
  core: Core,
  who: SignedIn,
  context: ChangeContext,
): Promise<number> {
  const { accountId, memberId } = who;
  return writeFor(core, context, async (session) => {
    const { digest } = who.session;
    const ended =
      accountId === null
        ? await endSessionsOfMember(session, context.organizationId, memberId, digest)
        : await endSessionsOfAccount(session, accountId, digest);
    if (ended > 0) await record(session, context, memberId, { ended });
    return ended;
  });
}

/** Ends all sessions of a member of the organisation. @returns How many. @throws Refusal `notFound`. */
export function endSessionsFor(
  core: Core,
  context: ChangeContext,
  memberId: string,
): Promise<number> {
  return writeFor(core, context, async (session) => {
    await memberById(session, context.organizationId, memberId);
    const ended = await endSessionsOfMember(session, context.organizationId, memberId);
    if (ended > 0) await record(session, context, memberId, { ended });
    return ended;
  });
}

function record(session: Session, context: ChangeContext, memberId: string, data: object) {
  return recordChange(session, context, {
    type: 'session.ended',
    subjectType: 'Member',
    subjectId: memberId,
    data,
    detail: {},
  });
}
