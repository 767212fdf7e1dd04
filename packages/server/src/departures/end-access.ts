/**
 * What ends when a person is out: the one list of it. In the unit of work of the deactivation, so that
 * there is no moment between the two.
 */
import { sql } from 'kysely';
import { endLinksOfMember } from '../accounts/index.ts';
import { rawQuery, type Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { endInvitations } from '../invitations/index.ts';
import type { EndedAccess } from './receipt.ts';

interface Leaving {
  readonly organization: string;
  readonly member: string;
  readonly at: string;
}

/** Sessions elsewhere, of the same account in other organisations, are not this organisation's to end. */
const endSessions = rawQuery<Leaving>()(
  (p) => sql<{ id: string; created_at: string; seen_at: string }>`
    delete from session
    where organization_id = ${p('organization')} and member_id = ${p('member')}
    returning id, created_at, seen_at`,
);

/** Of a person, not of a connection: what identity providers push with goes on, and Org Admins are told. */
const endTokens = rawQuery<Leaving>()(
  (p) => sql<{ id: string; created_at: string }>`
    update token set revoked_at = ${p('at')}
    where organization_id = ${p('organization')} and owner_id = ${p('member')}
      and connection_id is null and revoked_at is null
    returning id, created_at`,
);

/** Ends it, and returns what ended. */
export async function endAccess(
  session: Session,
  context: ChangeContext,
  member: string,
): Promise<Omit<EndedAccess, 'permissions'>> {
  const leaving = { organization: context.organizationId, member, at: context.at };
  // They would start a session.
  await endLinksOfMember(session, context.organizationId, member);
  const sessions = await session.all(endSessions, leaving);
  const tokens = await session.all(endTokens, leaving);
  const invitations = await endInvitations(session, context, member);
  return {
    sessions: sessions.map(({ id, created_at: startedAt, seen_at: lastSeenAt }) => ({
      id,
      startedAt,
      lastSeenAt,
    })),
    tokens: tokens.map(({ id, created_at: createdAt }) => ({ id, createdAt })),
    invitations: invitations.map((id) => ({ id })),
  };
}
