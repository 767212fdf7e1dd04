import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';

interface ErrorNoticeProps {
  readonly error: Error;
  /** What was being done: "The list could not be read". */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What went wrong, in the server's words, how long to wait, and by which id the operator finds it. */
export function ErrorNotice({ error, title = 'That did not work', onRetry }: ErrorNoticeProps) {
  const api = error instanceof ApiError ? error : undefined;
  const requestId = api !== undefined && api.status >= 500 ? api.requestId : undefined;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={title} role="alert">
      <Text size="sm">{error.message}</Text>
      {api?.retryAfterSeconds !== undefined && <Wait key={api.raisedAt} error={api} />}
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

/** Counts down; hidden from screen readers, who have been told how long it is. */
function Wait({ error: { raisedAt, retryAfterSeconds = 0 } }: { readonly error: ApiError }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((raisedAt + retryAfterSeconds * 1000 - now) / 1000);
  return (
    <Text size="sm" mt={4} fw={600} aria-hidden>
      {left > 0 ? `You can try again in ${inWords(left)}.` : 'You can try again now.'}
    </Text>
  );
}

function inWords(seconds: number): string {
  if (seconds === 1) return '1 second';
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
