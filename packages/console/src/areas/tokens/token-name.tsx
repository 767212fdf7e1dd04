import { Group, Text } from '@mantine/core';
import { StatusBadge } from '../../components/status-badge.tsx';
import { When } from '../../components/when.tsx';
import { isUsable, type Token } from './tokens.ts';

interface TokenNameProps {
  readonly token: Token;
  readonly all: readonly Token[];
}

/** What it is called and begins with, and which of two that overlap it is. */
export function TokenName({ token, all }: TokenNameProps) {
  const now = Date.now();
  const isUsableNow = isUsable(token, now);
  const isOld =
    isUsableNow &&
    all.some(({ rotatedFrom, revokedAt }) => rotatedFrom === token.id && revokedAt === null);
  const isNew =
    isUsableNow && all.some((other) => other.id === token.rotatedFrom && isUsable(other, now));
  return (
    <>
      <Group gap={4}>
        <Text size="sm" fw={600} truncate maw="100%" title={token.name}>
          {token.name}
        </Text>
        {isOld && <StatusBadge tone="warning">Old: replaced</StatusBadge>}
        {isNew && <StatusBadge tone="good">New</StatusBadge>}
      </Group>
      <Text size="xs" c="dimmed" ff="monospace" truncate>
        {token.hint}…
      </Text>
      {/* Where there is no room for the column. */}
      <Text size="xs" hiddenFrom="sm">
        Last use: <When at={token.lastUsedAt} none="never" />
      </Text>
    </>
  );
}
