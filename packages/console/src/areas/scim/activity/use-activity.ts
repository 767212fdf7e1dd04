/** The rows of the log: page by page backwards, and what comes in while it is on the screen. */
import {
  type InfiniteData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { get } from '../../../api/call.ts';
import { type ActivitySearch, toQuery } from './search.ts';
import type { ActivityPageOf } from './types.ts';

/** How often the log is asked for new rows, milliseconds. */
const LOOK_EVERY_MS = 2500;
const PAGE_ROWS = 100;

type Pages = InfiniteData<ActivityPageOf, number>;

/** @param isLive Whether new rows come by themselves; they do not while the window is hidden. */
export function useActivity(search: ActivitySearch, isLive: boolean) {
  const client = useQueryClient();
  const query = toQuery(search);
  const key = ['activity', 'rows', query];
  const [fresh, setFresh] = useState(0);
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<ActivityPageOf>('/activity', {
        query: { ...query, limit: PAGE_ROWS, before: pageParam === 0 ? undefined : pageParam },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchOnWindowFocus: false,
  });
  useQuery({
    queryKey: ['activity', 'news', query],
    enabled: isLive && pages.data !== undefined && !pages.isFetching,
    refetchInterval: LOOK_EVERY_MS,
    staleTime: 0,
    retry: false,
    async queryFn({ signal }) {
      const newest = newestOf(client.getQueryData<Pages>(key));
      const page = await get<ActivityPageOf>('/activity', {
        query: { ...query, limit: PAGE_ROWS, after: newest },
        signal,
      });
      // More than a page of news: what lies between is not known, so the list begins anew.
      if (page.next !== null && page.rows.length === PAGE_ROWS)
        await client.resetQueries({ queryKey: key });
      else client.setQueryData<Pages>(key, (old) => withNews(old, page));
      if (page.rows.length > 0) setFresh((count) => count + page.rows.length);
      return page.rows.length;
    },
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const fetchNext = useCallback(() => {
    // After a failure somebody has to ask: else it would be asked for without end.
    const mayFetch = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
    if (mayFetch) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return { ...pages, rows, fetchNext, fresh };
}

function newestOf(pages: Pages | undefined): number {
  return Math.max(0, ...(pages?.pages.map(({ rows }) => rows[0]?.id ?? 0) ?? []));
}

function withNews(old: Pages | undefined, { rows }: ActivityPageOf): Pages | undefined {
  const [first, ...rest] = old?.pages ?? [];
  if (old === undefined || first === undefined || rows.length === 0) return old;
  const known = new Set(first.rows.map(({ id }) => id));
  const news = rows.filter(({ id }) => !known.has(id));
  return { ...old, pages: [{ ...first, rows: [...news, ...first.rows] }, ...rest] };
}
