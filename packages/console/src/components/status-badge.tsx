import { Badge } from '@mantine/core';

export type Tone = 'good' | 'warning' | 'bad' | 'neutral' | 'info';

const COLOR: Readonly<Record<Tone, string>> = {
  good: 'teal',
  warning: 'yellow',
  bad: 'red',
  neutral: 'gray',
  info: 'blue',
};

/** A state in a word; the word says it, the colour only repeats it. */
export function StatusBadge({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: string;
}) {
  return (
    <Badge variant="dot" color={COLOR[tone]} tt="none" fw={500}>
      {children}
    </Badge>
  );
}
