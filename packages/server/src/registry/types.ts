import type { ConnectionSettings } from '../connections/index.ts';

/** What a plan can have. */
export const FEATURES = Object.freeze(['scim.users', 'scim.groups'] as const);

export type Feature = (typeof FEATURES)[number];

/** What a request has to know at once, without asking the database. */
export interface LivePlan {
  readonly id: string;
  readonly name: string;
  readonly features: ReadonlySet<string>;
  readonly seats: number | null;
}

export interface LiveOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly plan: LivePlan;
  /** RFC 3339; null never lapses. */
  readonly planEndsAt: string | null;
  readonly suspendedAt: string | null;
  readonly createdAt: string;
  readonly sendsNotices: boolean;
}

export interface LiveConnection extends ConnectionSettings {
  readonly organizationId: string;
  readonly id: string;
}

export interface LiveToken {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string | null;
  readonly ownerId: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: ReadonlySet<string>;
  readonly createdAt: string;
  /** Milliseconds since 1970; infinity is never. */
  readonly expiresAt: number;
  /** As it was when the organisation was read: it was not before that. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}
