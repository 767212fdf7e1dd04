import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { get } from '../../../api/call.ts';

interface Token {
  readonly id: string;
  readonly name: string;
}

const NONE: readonly Token[] = [];

/** The personal access tokens of the organisation, to call them by their names. */
export function useTokenNames() {
  const { data = NONE } = useQuery({
    queryKey: ['tokens', 'names'],
    queryFn: ({ signal }) =>
      get<{ tokens: readonly Token[] }>('/tokens', { signal }).then(({ tokens }) => tokens),
    staleTime: 60_000,
  });
  const nameOf = useCallback(
    (id: string | null) =>
      id === null ? 'none' : (data.find((one) => one.id === id)?.name ?? '–'),
    [data],
  );
  return { tokens: data, nameOf };
}
