/** Records of the audit log, and how they are asked for. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';
import type { AuditSearch } from './routes.tsx';

export interface AuditRecord {
  readonly seq: number;
  readonly at: Instant;
  /** `token:<id>`, `cli:<login>`, `member:<id>`, `operator:<id>`, `system:<job>`. */
  readonly actor: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** Null when it was erased. */
  readonly detail: unknown;
  /** Null for what no request did, and for what is older than events are kept. */
  readonly requestId: string | null;
}

/** A record with what its ids are called. */
export interface NamedRecord extends AuditRecord {
  readonly actorName: string | null;
  readonly subjectName: string | null;
}

interface AuditPage {
  readonly rows: readonly AuditRecord[];
  readonly next: number | null;
  readonly names: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

/** What the API is asked, of what the page's address says. */
export function filtersOf({ since, until, actor, action, subject, text }: AuditSearch) {
  return { since, until: until && dayAfter(until), actor, action, subject, text };
}

/** The records that are wanted, newest first, page by page. */
export function useRecords(search: AuditSearch) {
  const filters = filtersOf(search);
  const result = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      get<AuditPage>('/audit', { query: { ...filters, before: pageParam ?? undefined }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = result;
  const rows = useMemo(() => data?.pages.flatMap(named) ?? [], [data]);
  const fetchNext = useCallback(() => {
    // After a failure somebody has to ask: else it would be asked for without end.
    const mayFetch = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
    if (mayFetch) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return { ...result, rows, fetchNext };
}

function named({ rows, names }: AuditPage): NamedRecord[] {
  return rows.map((row) => ({
    ...row,
    actorName: names[row.actor.slice(row.actor.indexOf(':') + 1)] ?? null,
    subjectName: names[row.subjectId] ?? null,
  }));
}

function dayAfter(date: string): string {
  const next = new Date(Date.parse(date) + DAY_MS);
  return Number.isNaN(next.getTime()) ? date : next.toISOString().slice(0, 10);
}
