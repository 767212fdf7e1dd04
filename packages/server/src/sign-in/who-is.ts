import { findSession } from '../accounts/index.ts';
import { query, type Session, type SessionTable } from '../db/index.ts';
import { standingOf } from '../members/index.ts';

/** Somebody who is signed in: an active member of an organisation. */
export interface SignedIn {
  readonly organizationId: string;
  readonly memberId: string;
  /** Null for a member who came in by a link and has no account yet. */
  readonly accountId: string | null;
  /** Whether the member is an Org Admin now. */
  readonly isOrgAdmin: boolean;
  readonly session: SessionTable;
}

const selectSuspension = query<{ id: string }>()((db, p) =>
  db.selectFrom('organization').select('suspended_at').where('id', '=', p('id')),
);

/**
 * Who has the cookie, as the database has it now: no node remembers anything of a session.
 *
 * @param value Of the cookie.
 * @returns Undefined when nobody has, the session is over, or the member is not active.
 */
export async function whoIs(
  session: Session,
  value: string,
  at: string,
): Promise<SignedIn | undefined> {
  const found = await findSession(session, value, at);
  if (found === undefined) return undefined;
  const { organization_id: organizationId, member_id: memberId, account_id: accountId } = found;
  const standing = await standingOf(session, organizationId, memberId);
  if (standing?.isActive !== true) return undefined;
  return {
    organizationId,
    memberId,
    accountId,
    isOrgAdmin: standing.isOrgAdmin,
    session: found,
  };
}

/** Whether the operator has suspended an organisation. */
export async function isSuspended(session: Session, organizationId: string): Promise<boolean> {
  const row = await session.first(selectSuspension, { id: organizationId });
  return row !== undefined && row.suspended_at !== null;
}
