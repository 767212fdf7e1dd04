/** How the organisation is doing, as the API tells it. */
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';

export interface ConnectionOverview {
  readonly id: string;
  readonly name: string;
  readonly groupsEnabled: boolean;
  readonly users: number;
  readonly groups: number;
  /** Held changes. */
  readonly held: number;
  readonly health: {
    readonly state: 'never' | 'quiet' | 'failing' | 'working';
    readonly lastRequestAt: Instant | null;
    readonly failingSince: Instant | null;
    readonly lastError: {
      readonly id: number;
      readonly at: Instant;
      readonly status: number;
      readonly meaning: string;
      readonly what: string | null;
    } | null;
  };
}

/** A day in UTC, `2027-03-01`. */
export interface DailyCount {
  readonly day: string;
  readonly members: number;
  readonly users: number;
  readonly groups: number;
}

export interface Overview {
  readonly connections: readonly ConnectionOverview[];
  readonly people: {
    readonly activeMembers: number;
    /** Null is unlimited. */
    readonly seats: number | null;
    readonly users: number;
    readonly groups: number;
  };
  readonly history: readonly DailyCount[];
  /** Those that end soon, or have. */
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly expiresAt: Instant;
  }[];
  readonly waiting: {
    readonly claims: number;
    readonly invitationsHeld: number;
    readonly invitationsPending: number;
    /** A number that is as large stands for so many or more. */
    readonly countedMax: number;
  };
  readonly steps: {
    readonly token: boolean;
    readonly connected: boolean;
    readonly firstUser: boolean;
    readonly mapped: boolean;
    readonly invited: boolean;
  };
}

/** How often it is read anew, milliseconds: the steps of a new organisation tick themselves. */
const LOOK_EVERY_MS = 10_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => get<Overview>('/overview', { signal }),
  refetchInterval: LOOK_EVERY_MS,
});
