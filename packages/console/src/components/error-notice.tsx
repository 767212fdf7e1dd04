import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../api/api-error.ts';

interface ErrorNoticeProps {
  readonly error: Error;
  /** What was being done: "The list could not be read". */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong, in the server's words, and by which id the operator finds it. */
export function ErrorNotice({ error, title = 'That did not work', onRetry }: ErrorNoticeProps) {
  const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : undefined;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={title} role="alert">
      <Text size="sm">{error.message}</Text>
      {requestId !== undefined && (
        <Text size="xs" mt={4}>
          Request {requestId}
        </Text>
      )}
      {onRetry !== undefined && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
