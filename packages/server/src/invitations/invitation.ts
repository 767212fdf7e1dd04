/** What an invitation is: how somebody who may use the application comes to sign in to it. */
import type { InvitationTable } from '../db/index.ts';

/** A role on an entry point that whoever accepts is given. */
export interface RoleOffer {
  readonly entryPointId: string;
  /** Its key. */
  readonly entryPoint: string;
  /** Its key. */
  readonly role: string;
}

export type InvitationState = InvitationTable['state'];

export const INVITATION_STATES: readonly InvitationState[] = Object.freeze([
  'held',
  'pending',
  'expired',
  'accepted',
  'withdrawn',
]);

export interface Invitation {
  readonly id: string;
  /** Null for somebody who becomes a member by accepting. */
  readonly memberId: string | null;
  /** Of the user that it was made for. */
  readonly connectionId: string | null;
  readonly userId: string | null;
  /** Null where nobody knows one. */
  readonly email: string | null;
  readonly displayName: string | null;
  readonly orgAdmin: boolean;
  readonly roles: readonly RoleOffer[];
  readonly state: InvitationState;
  /** What it waits for while it is held: somebody to release it, or an address. */
  readonly holdReason: InvitationTable['hold_reason'];
  /** `token:<id>`, `member:<id>`, `cli:<login>`, … */
  readonly invitedBy: string;
  /** Of the latest mail; `rollcall mail show` has what became of it. */
  readonly mailId: string | null;
  readonly createdAt: string;
  readonly releasedAt: string | null;
  readonly sentAt: string | null;
  readonly expiresAt: string | null;
  /** When it was accepted or withdrawn. */
  readonly endedAt: string | null;
}

export function invitationOf(row: InvitationTable): Invitation {
  return {
    id: row.id,
    memberId: row.member_id,
    connectionId: row.connection_id,
    userId: row.user_id,
    email: row.email,
    displayName: row.display_name,
    orgAdmin: row.is_org_admin === 1,
    roles: JSON.parse(row.roles) as RoleOffer[],
    state: row.state,
    holdReason: row.hold_reason,
    invitedBy: row.invited_by,
    mailId: row.mail_id,
    createdAt: row.created_at,
    releasedAt: row.released_at,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
  };
}
