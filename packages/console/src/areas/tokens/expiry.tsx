import { Text } from '@mantine/core';
import { StatusBadge } from '../../components/status-badge.tsx';
import { When } from '../../components/when.tsx';
import type { Token } from './tokens.ts';

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

/** When a token ends, as a countdown. */
export function Expiry({ token }: { readonly token: Token }) {
  const { expiresAt, revokedAt } = token;
  if (revokedAt !== null) return <StatusBadge tone="neutral">Revoked</StatusBadge>;
  if (expiresAt === null) return <Text size="sm">Never</Text>;
  const left = Date.parse(expiresAt) - Date.now();
  if (left <= 0) return <StatusBadge tone="bad">Expired</StatusBadge>;
  const days = Math.round(left / DAY_MS);
  if (left <= SOON_DAYS * DAY_MS) {
    return (
      <>
        <StatusBadge tone="warning">Expires soon</StatusBadge>
        <Text size="xs" c="dimmed">
          <When at={expiresAt} />
        </Text>
      </>
    );
  }
  return (
    <Text size="sm" title={expiresAt}>
      in {days} days
    </Text>
  );
}
