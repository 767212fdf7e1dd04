import type { Instant } from '../../api/types.ts';

export const STATES = ['held', 'pending', 'expired', 'accepted', 'withdrawn'] as const;
export type State = (typeof STATES)[number];

export const STATE_NAME: Readonly<Record<State, string>> = {
  held: 'Held',
  pending: 'Pending',
  expired: 'Expired',
  accepted: 'Accepted',
  withdrawn: 'Withdrawn',
};

export interface RoleChoice {
  /** Key of an entry point. */
  readonly entryPoint: string;
  /** Key of a role. */
  readonly role: string;
}

export interface Invitation {
  readonly id: string;
  /** Null for somebody who becomes a member by accepting. */
  readonly memberId: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly orgAdmin: boolean;
  readonly roles: readonly RoleChoice[];
  readonly state: State;
  /** What it waits for while it is held. */
  readonly holdReason: 'policy' | 'no_address' | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly endedAt: Instant | null;
}

export interface Summary {
  readonly counts: Readonly<Record<State, number>>;
  /** Whether there is a mail server; without one, mail stays in the operator's inbox. */
  readonly mailsOut: boolean;
}

export interface RenderedMail {
  readonly subject: string;
  readonly plainBody: string;
  readonly htmlBody: string;
}

export interface HeldPreview {
  /** How many would be mailed. */
  readonly recipients: number;
  readonly withoutAddress: number;
  /** The first of them. */
  readonly invitations: readonly Invitation[];
  readonly mail: RenderedMail | null;
}

/** What became of a mail. */
export interface Mail {
  readonly state: 'queued' | 'sent' | 'failed' | 'withdrawn';
  readonly way: 'smtp' | 'inbox' | null;
  readonly attempts: number;
  readonly nextAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly lastError: string | null;
}
