import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from './error-notice.tsx';

interface QueryViewProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  /** While nothing is known yet; default three grey lines. */
  readonly waiting?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** What a query found; until then that it is on its way, or why it failed. */
export function QueryView<T>({ query, waiting, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) {
    return (
      <ErrorNotice
        title="This could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return waiting ?? <Waiting />;
}

function Waiting() {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      <Skeleton h={18} w="60%" />
      <Skeleton h={18} w="80%" />
      <Skeleton h={18} w="50%" />
    </Stack>
  );
}
