/** What several SCIM pages ask the API, and what it answers. */
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';

/** What the organisation's plan says about SCIM. */
export interface Plan {
  readonly name: string;
  readonly endedAt: Instant | null;
  readonly users: boolean;
  readonly groups: boolean;
  readonly plansWithUsers: string;
  readonly plansWithGroups: string;
}

export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly dialect: string;
  readonly mode: 'tolerant' | 'strict';
  readonly groupsEnabled: boolean;
  readonly users: number;
  readonly groups: number;
}

/** What changes rarely is not asked for again with every page, milliseconds. */
const RARE_MS = 60_000;

export const planQuery = queryOptions({
  queryKey: ['scim', 'plan'],
  queryFn: ({ signal }) => get<Plan>('/scim/plan', { signal }),
  staleTime: RARE_MS,
});

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async ({ signal }) =>
    (await get<{ connections: readonly Connection[] }>('/connections', { signal })).connections,
});

export const tokenNamesQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) =>
    get<{ tokens: readonly { readonly id: string; readonly name: string }[] }>('/tokens', {
      signal,
    }),
});
