/** What several parts of the console read from the API; the shapes are the server's. */

/** An instant: RFC 3339 in UTC with milliseconds. */
export type Instant = string;

export interface Member {
  readonly id: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly applicationUserId: string | null;
  readonly orgAdmin: boolean;
  /** Exists by itself, not only through users of identity providers. */
  readonly local: boolean;
  readonly active: boolean;
  readonly emailProven: boolean;
  /** Users of identity providers that are linked to it now. */
  readonly userIds: readonly string[];
  readonly createdAt: Instant;
}

/** An organisation that somebody can go to. */
export interface OrganizationChoice {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly suspended: boolean;
}

/** A grant that reaches a member. */
export interface Reason {
  readonly grantId: string;
  /** Key of a role. */
  readonly role: string;
  /** From the group that the member is in to the one that has the grant; empty when the member has it itself. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

/** What a member may do on one entry point, and why. */
export interface Permission {
  readonly entryPoint: { readonly id: string; readonly key: string; readonly name: string };
  /** The highest role; its key. */
  readonly role: string;
  readonly includes: readonly string[];
  readonly because: readonly Reason[];
}

/** One page of a list that goes on. */
export interface Paged {
  /** What the next page begins after; null at the end. */
  readonly next: string | null;
}
