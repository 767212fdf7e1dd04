/** Lists that the server gives page by page. */
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { type CallOptions, get } from '../api/call.ts';
import type { Paged } from '../api/types.ts';

interface PagesOptions<P extends Paged, T> {
  readonly queryKey: QueryKey;
  /** Under the console's API; takes `after` for the next page. */
  readonly path: string;
  readonly query?: CallOptions['query'];
  /** The rows of a page. */
  readonly rows: (page: P) => readonly T[];
  /** How often the list is read again while it is on the screen, milliseconds; default never. */
  readonly refetchEveryMs?: number;
}

/** Fetches the first page now and each next one when `fetchNext` is called; give that to a table's `onEnd`. */
export function usePages<P extends Paged, T>(options: PagesOptions<P, T>) {
  const { queryKey, path, query, rows, refetchEveryMs } = options;
  const result = useInfiniteQuery({
    queryKey: [...queryKey, query],
    queryFn: ({ pageParam, signal }) =>
      get<P>(path, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    ...(refetchEveryMs === undefined ? {} : { refetchInterval: refetchEveryMs }),
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = result;
  // biome-ignore lint/correctness/useExhaustiveDependencies: how a page's rows are found does not change
  const all = useMemo(() => data?.pages.flatMap(rows) ?? [], [data]);
  const fetchNext = useCallback(() => {
    // After a failure somebody has to ask: else it would be asked for without end.
    const mayFetch = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
    if (mayFetch) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return { ...result, rows: all, first: data?.pages[0], fetchNext };
}
