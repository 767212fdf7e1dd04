import type { Instant, Member, Permission } from '../../api/types.ts';

export interface ListedMember extends Member {
  /** Has an account, or is known by single sign-on. */
  readonly canSignIn: boolean;
}

/** A user of an identity provider that is, or was, the member. */
export interface MemberUser {
  readonly id: string;
  /** Name of the connection that keeps it. */
  readonly connection: string;
  readonly userName: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly active: boolean;
  /** When it was deleted there; null while it is there. */
  readonly endedAt: Instant | null;
}

export interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly linkedAt: Instant;
}

export interface Group {
  readonly id: string;
  readonly name: string | null;
  /** The connection that pushed it; null when it was made here. */
  readonly connectionId: string | null;
}

export interface Person extends Member {
  readonly account: { readonly email: string } | null;
  readonly identities: readonly Identity[];
  readonly users: readonly MemberUser[];
  /** Those that it is in directly. */
  readonly groups: readonly Group[];
}

export interface MemberPermissions {
  readonly active: boolean;
  readonly permissions: readonly Permission[];
}

export interface Session {
  readonly id: string;
  readonly method: 'password' | 'oidc' | 'setup' | 'admin-link' | 'invitation';
  readonly createdAt: Instant;
  readonly seenAt: Instant;
  readonly address: string;
  readonly userAgent: string;
}

/** Proof of a departure. */
export interface Receipt {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly ended: {
    readonly sessions: readonly object[];
    readonly tokens: readonly object[];
    readonly invitations: readonly object[];
    readonly permissions: readonly { readonly entryPoint: string; readonly role: string }[];
  };
  /** The same, signed. */
  readonly jws: string;
}
