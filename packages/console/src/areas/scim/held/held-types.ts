/** What the brake holds, as the API tells of it. */
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../../api/call.ts';
import type { Instant, Paged } from '../../../api/types.ts';

export const STATES = ['held', 'released', 'discarded', 'done'] as const;
export type HeldState = (typeof STATES)[number];
export type What = 'deactivate' | 'delete' | 'removeMembers' | 'deleteGroup';

export interface HeldChange {
  readonly id: string;
  readonly connectionId: string;
  readonly what: What;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly displayName: string | null;
  /** Users or memberships that it would take away. */
  readonly amount: number;
  /** Attempts of the identity provider. */
  readonly tries: number;
  readonly state: HeldState;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedByName: string | null;
}

export interface HeldPage extends Paged {
  readonly changes: readonly HeldChange[];
}

interface KindStanding {
  readonly total: number;
  readonly removed: number;
  readonly added: number;
  /** How many may go within the window without a question. */
  readonly limit: number;
}

/** A connection and its brake. */
export interface BrakeOf {
  readonly id: string;
  readonly name: string;
  readonly brake: boolean;
  readonly brakeWindowMinutes: number;
  readonly brakeOpenUntil: Instant | null;
  readonly isWatching: boolean;
  readonly smallUsers: number;
  readonly users: KindStanding;
  readonly memberships: KindStanding;
  readonly held: readonly {
    readonly what: What;
    readonly changes: number;
    readonly amount: number;
    readonly since: Instant;
  }[];
}

/** How often it is looked at anew, milliseconds. */
const LOOK_EVERY_MS = 15_000;

export const brakesQuery = queryOptions({
  queryKey: ['held', 'summary'],
  queryFn: ({ signal }) =>
    get<{ connections: readonly BrakeOf[] }>('/held-changes/summary', { signal }).then(
      ({ connections }) => connections,
    ),
  refetchInterval: LOOK_EVERY_MS,
});

export function heldCount({ held }: BrakeOf): number {
  return held.reduce((sum, { changes }) => sum + changes, 0);
}

export interface HeldSearch {
  /** Default those that are held. */
  readonly state?: Exclude<HeldState, 'held'>;
}

export function readHeldSearch({ state }: Record<string, unknown>): HeldSearch {
  const known = STATES.find((one) => one === state);
  return known === undefined || known === 'held' ? {} : { state: known };
}
