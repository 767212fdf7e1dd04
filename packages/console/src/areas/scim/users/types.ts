/** Users that were pushed, as the API tells of them. */
import type { Instant, Member, Paged, Permission } from '../../../api/types.ts';

export interface ListedUser {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string | null;
  readonly userName: string;
  readonly active: boolean;
  readonly memberId: string | null;
  readonly memberName: string | null;
  readonly claimId: string | null;
  readonly groups: number;
  readonly modifiedAt: Instant;
}

export interface UserPage extends Paged {
  readonly users: readonly ListedUser[];
}

export interface Invitation {
  readonly id: string;
  readonly email: string | null;
  readonly state: 'held' | 'pending' | 'expired' | 'accepted' | 'withdrawn';
  readonly holdReason: 'policy' | 'no_address' | null;
  readonly sentAt: Instant | null;
  readonly expiresAt: Instant | null;
}

export interface Receipt {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly requestId: string | null;
  readonly genuine: boolean;
  readonly jws: string;
  readonly ended: {
    readonly sessions: readonly { readonly id: string }[];
    readonly tokens: readonly { readonly id: string }[];
    readonly invitations: readonly { readonly id: string }[];
    readonly permissions: readonly { readonly entryPoint: string; readonly role: string }[];
  };
}

/** The member that a user is. */
export interface UserPerson {
  readonly member: Member;
  readonly permissions: readonly Permission[];
  readonly invitation: Invitation | null;
  readonly account: { readonly email: string } | null;
  readonly sessions: number;
  readonly receipt: Receipt | null;
}

export interface ShownUser {
  readonly id: string;
  readonly connection: { readonly id: string; readonly name: string };
  readonly userNameKey: string;
  readonly active: boolean;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant | null;
  readonly deletedAt: Instant | null;
  /** Null when it was deleted. */
  readonly resource: Readonly<Record<string, unknown>> | null;
  /** `via` is the group in it that leads to the user; null when the user itself is in it. */
  readonly groups: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly via: string | null;
  }[];
  readonly claim: {
    readonly id: string;
    readonly reason: string;
    readonly createdAt: Instant;
    readonly decision: 'link' | 'separate' | 'withdrawn' | null;
    readonly decidedAt: Instant | null;
    readonly decidedBy: string | null;
  } | null;
  readonly person: UserPerson | null;
}
