import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get, path } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';

export interface Group {
  readonly id: string;
  readonly name: string | null;
  /** The connection that pushed it; null when it was made here. */
  readonly connectionId: string | null;
}

/** One that was made here. */
export interface LocalGroup {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly members: number;
}

/** Longest name, characters. */
export const NAME_LENGTH = 200;

export const groupsQuery = queryOptions({
  queryKey: ['groups', 'all'],
  queryFn: async ({ signal }) =>
    (await get<{ groups: readonly Group[] }>('/groups', { signal })).groups,
});

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['groups', id],
    queryFn: ({ signal }) => get<LocalGroup>(path`/local-groups/${id}`, { signal }),
  });

/** Who is in a group has what it gives, so permissions change with it. */
export function useGroupsChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['groups', 'members', 'permissions', 'holders'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
}
