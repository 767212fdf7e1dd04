/** Signing out: oneself, one's other sessions, and others. */
import {
  endSession,
  endSessionsOfAccount,
  endSessionsOfMember,
  findSession,
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

/**
 * Ends what a browser was signed in with before it signed in anew (ASVS 7.2.4).
 *
 * @param value Of the cookie that it had; nothing happens when it is worth nothing.
 */
export async function endReplacedSession(
  core: Core,
  value: string,
  requestId: string,
): Promise<void> {
  const at = core.clock().toISOString();
  const old = await findSession(core.reader, value, at);
  if (old === undefined) return;
  const { organization_id: organizationId, member_id: id, digest } = old;
  const actor = { kind: 'member', id } as const;
  const context: ChangeContext = { organizationId, actor, requestId, at };
  await writeFor(core, context, async (session) => {
    if (!(await endSession(session, digest))) return;
    await record(session, context, id, { sessionId: old.id });
  });
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
