/** Roles and entry points: few, the operator's, and needed by many pages. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from './call.ts';
import type { Instant } from './types.ts';

export interface Role {
  readonly key: string;
  readonly name: string;
}

export interface EntryPoint {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
}

/** A role that a member or a group was given itself. */
export interface Grant {
  readonly id: string;
  /** Key of an entry point. */
  readonly entryPoint: string;
  /** Key of a role. */
  readonly role: string;
  readonly subject: { readonly kind: 'member' | 'group'; readonly id: string };
  readonly createdAt: Instant;
}

/** The operator changes them seldom, milliseconds. */
const FRESH_MS = 60_000;

/** Lowest first: each includes those before it. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) =>
    (await get<{ roles: readonly Role[] }>('/roles', { signal })).roles,
  staleTime: FRESH_MS,
});

export const entryPointsQuery = queryOptions({
  queryKey: ['entry-points'],
  queryFn: async ({ signal }) =>
    (await get<{ entryPoints: readonly EntryPoint[] }>('/entry-points', { signal })).entryPoints,
  staleTime: FRESH_MS,
});

/** What was granted to a member or a group itself. @param subject Its id. */
export const grantsQuery = (subject: string) =>
  queryOptions({
    queryKey: ['grants', subject],
    queryFn: async ({ signal }) =>
      (await get<{ grants: readonly Grant[] }>('/grants', { query: { subject }, signal })).grants,
  });

/** The name of a role; its key until the names are known. */
export function useRoleName(): (key: string) => string {
  const { data } = useQuery(rolesQuery);
  return (key) => data?.find((role) => role.key === key)?.name ?? key;
}

/** The name of an entry point; its key until the names are known. */
export function useEntryPointName(): (key: string) => string {
  const { data } = useQuery(entryPointsQuery);
  return (key) => data?.find((one) => one.key === key)?.name ?? key;
}
