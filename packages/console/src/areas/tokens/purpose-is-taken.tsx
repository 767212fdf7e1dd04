import { Alert, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { Token } from './tokens.ts';

/** There are as many as may be: two, so that a change interrupts nothing, and no more, so that none is forgotten. */
export function PurposeIsTaken({ rivals }: { readonly rivals: readonly Token[] }) {
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconInfoCircle />}
      title="There are two usable tokens for this already"
      role="status"
    >
      <Text size="sm">
        {rivals.map(({ name, hint }) => `“${name}” (${hint}…)`).join(' and ')} have this permission
        on this connection. Two are allowed, so that one can take the place of the other without a
        pause. Revoke the one that is not used any more; then make a new one.
      </Text>
    </Alert>
  );
}
