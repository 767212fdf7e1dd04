import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get, path } from '../../api/call.ts';
import type { MemberPermissions, Person, Receipt, Session } from './types.ts';

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ['members', id],
    queryFn: ({ signal }) => get<Person>(path`/members/${id}`, { signal }),
  });

export const permissionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['permissions', id],
    queryFn: ({ signal }) => get<MemberPermissions>(path`/members/${id}/permissions`, { signal }),
  });

export const sessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['members', id, 'sessions'],
    queryFn: ({ signal }) =>
      get<{ sessions: readonly Session[] }>(path`/members/${id}/sessions`, { signal }),
  });

export const receiptsQuery = (id: string) =>
  queryOptions({
    queryKey: ['members', id, 'receipts'],
    queryFn: ({ signal }) =>
      get<{ receipts: readonly Receipt[] }>('/receipts', { query: { member: id }, signal }),
  });

/** After a change of a member, everything that says something of members is read again. */
export function useMembersChanged(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['members', 'permissions', 'me'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
}
