import { Button, Group, Stack, Timeline as Steps, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../../api/call.ts';
import type { Instant } from '../../api/types.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { When } from '../../components/when.tsx';
import { ActivityLink } from './activity-link.tsx';
import { ActorName } from './actor-name.tsx';
import { GroupLink } from './text-link.tsx';
import { changesIn, titleOf } from './timeline-words.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly action: string;
  readonly actor: string;
  readonly subjectId: string;
  readonly subjectType: string;
  /** What a group is called now. */
  readonly subjectName: string | null;
  readonly detail: unknown;
  readonly requestId: string | null;
}

interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  readonly next: number | null;
}

/** @param source Under the console's API. */
export function useTimeline(source: string) {
  return useInfiniteQuery({
    queryKey: ['scim', 'timeline', source],
    queryFn: ({ pageParam, signal }) =>
      get<TimelinePage>(source, { query: { after: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.next === null ? null : String(page.next)),
  });
}

interface TimelineProps {
  readonly source: string;
  /** Whose timeline it is. */
  readonly of: string;
}

/** Every change, the newest first: old and new values, by whom, and by which request. */
export function Timeline({ source, of }: TimelineProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useTimeline(source);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      {data !== undefined && entries.length === 0 && !hasNextPage && (
        <Text c="dimmed">Nothing is recorded.</Text>
      )}
      <Steps bulletSize={14} lineWidth={2} active={-1}>
        {entries.map((entry) => (
          <Steps.Item key={entry.seq} title={titleOf(entry, of)}>
            <Entry entry={entry} of={of} />
          </Steps.Item>
        ))}
      </Steps>
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            Look further back
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface EntryProps extends Pick<TimelineProps, 'of'> {
  readonly entry: TimelineEntry;
}

function Entry({ entry, of }: EntryProps) {
  const { detail, at, actor, requestId, subjectId, subjectName } = entry;
  const isOtherGroup = entry.subjectType === 'Group' && subjectId !== of;
  return (
    <Stack gap={4}>
      {isOtherGroup && (
        <Text size="sm" component="div">
          <GroupLink id={subjectId}>{subjectName ?? subjectId}</GroupLink>
        </Text>
      )}
      {detail === null ? (
        <Text size="sm" c="dimmed">
          What it was about has been erased.
        </Text>
      ) : (
        (isOtherGroup ? [] : changesIn(detail)).map(({ name, before, after }) => (
          <Text key={name} size="sm" lineClamp={3} title={`${before ?? ''} → ${after ?? ''}`}>
            <b>{name}</b>: {before !== undefined && <bdi>{before}</bdi>}
            {before !== undefined && ' → '}
            <bdi>{after}</bdi>
          </Text>
        ))
      )}
      <Text size="xs" c="dimmed">
        <When at={at} /> by <ActorName actor={actor} />
        {requestId !== null && actor.startsWith('token:') && (
          <>
            {' · '}
            <ActivityLink request={requestId}>the request</ActivityLink>
          </>
        )}
      </Text>
    </Stack>
  );
}
