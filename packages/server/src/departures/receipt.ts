/** What a receipt says: a person is out, since when, by whose doing, and what ended with it. */
import type { EffectiveRole } from '../permissions/index.ts';

/** What ended at the moment of the departure. Ids and times: a receipt has no names and addresses. */
export interface EndedAccess {
  readonly sessions: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly lastSeenAt: string;
  }[];
  /** Tokens that belonged to the person; those of connections go on, for the integration's sake. */
  readonly tokens: readonly { readonly id: string; readonly createdAt: string }[];
  /** Open ones for the person, and those that the person had made. */
  readonly invitations: readonly { readonly id: string; readonly createdAt: string }[];
  /** The highest role that the person had on each entry point. */
  readonly permissions: readonly EffectiveRole[];
}

export interface Receipt {
  readonly id: string;
  readonly organizationId: string;
  readonly memberId: string;
  /** RFC 3339 in UTC, with milliseconds. */
  readonly at: string;
  /** `token:<id>`, `cli:<login>`, … */
  readonly by: string;
  /** Of the identity provider whose change it was. */
  readonly connectionId: string | null;
  readonly requestId: string | null;
  readonly ended: EndedAccess;
}
