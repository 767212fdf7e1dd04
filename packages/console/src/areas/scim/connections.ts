/** The integrations of the organisation, as the API tells of them. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';

export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly mode: 'tolerant' | 'strict';
  readonly dialect: string;
  readonly linkPolicy: 'automatic' | 'ask' | 'never';
  readonly duplicateGroupNames: boolean;
  readonly groupsEnabled: boolean;
  readonly requestsPerSecond: number | null;
  readonly invitations: 'send' | 'hold' | 'none';
  readonly brake: boolean;
  readonly brakePercent: number;
  readonly brakeLeast: number;
  readonly brakeWindowMinutes: number;
  readonly brakeOpenUntil: Instant | null;
  readonly createdAt: Instant;
  readonly users: number;
  readonly groups: number;
}

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) =>
    get<{ connections: readonly Connection[] }>('/connections', { signal }).then(
      ({ connections }) => connections,
    ),
});

/** Names by id, and whether there is more than one: with one, nothing names it. */
export function useConnectionNames() {
  const { data = [] } = useQuery(connectionsQuery);
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return { nameOf: (id: string | null) => names.get(id ?? '') ?? '–', isSeveral: data.length > 1 };
}
