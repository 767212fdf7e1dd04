import { Stack, Text } from '@mantine/core';
import type { Instant } from '../../../api/types.ts';

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const exactly = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** To the second, as a log needs it; the day below where it was not today. */
export function Clock({ at }: { readonly at: Instant }) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return (
    <time dateTime={at} title={`${exactly.format(date)} (${at})`}>
      <Stack gap={0}>
        <Text size="sm" component="span">
          {time.format(date)}
        </Text>
        {!isToday && (
          <Text size="xs" c="dimmed" component="span">
            {day.format(date)}
          </Text>
        )}
      </Stack>
    </time>
  );
}

/** @param us Microseconds. */
export function duration(us: number): string {
  const ms = us / 1000;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}
