import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Instant } from '../api/types.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Farther away a date says more than a distance. */
const FAR_MS = 14 * DAY_MS;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dated = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const exactly = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'full',
  timeStyle: 'long',
});

interface WhenProps {
  readonly at: Instant | null | undefined;
  /** What stands for no instant. */
  readonly none?: string;
}

/** An instant as a distance or a date in the viewer's zone; hovering it shows exactly when, and in UTC. */
export function When({ at, none = '–' }: WhenProps) {
  useClock();
  if (at === null || at === undefined)
    return (
      <Text span inherit>
        {none}
      </Text>
    );
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${exactly.format(date)} (${at})`}>
      {distance(date.getTime() - Date.now()) ?? dated.format(date)}
    </time>
  );
}

/** In words, such as "3 minutes ago" or "in 5 days"; undefined beyond two weeks. */
export function distance(ms: number): string | undefined {
  const size = Math.abs(ms);
  if (size >= FAR_MS) return undefined;
  if (size < MINUTE_MS) return ms <= 0 ? 'just now' : 'in a moment';
  if (size < HOUR_MS) return relative.format(Math.trunc(ms / MINUTE_MS), 'minute');
  if (size < DAY_MS) return relative.format(Math.trunc(ms / HOUR_MS), 'hour');
  return relative.format(Math.trunc(ms / DAY_MS), 'day');
}

/** Renders again as often as words about the time change; what came since is not in the future then. */
function useClock(): void {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
}
