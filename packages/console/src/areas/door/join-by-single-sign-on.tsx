import { Button, Divider, Stack, Text } from '@mantine/core';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSubmit } from '../../components/use-submit.ts';

interface JoinBySingleSignOnProps {
  readonly code: string;
  /** What the organisation calls its identity provider. */
  readonly provider: string;
  /** The organisation lets nobody in by a password. */
  readonly isOnlyWay: boolean;
}

/** Accepts an invitation by signing in at the organisation's identity provider, which leads back here. */
export function JoinBySingleSignOn({ code, provider, isOnlyWay }: JoinBySingleSignOnProps) {
  const { error, isBusy, submit } = useSubmit(async () => {
    const given = { code, return: '/' };
    const { url } = await post<{ url: string }>('/invitations/single-sign-on', given);
    location.assign(url);
  });
  return (
    <Stack>
      <Text size="sm">
        {isOnlyWay
          ? `Your organisation signs everybody in by ${provider}. Sign in there to join.`
          : `If you have an account at ${provider}, you need no password here.`}
      </Text>
      {error !== undefined && <ErrorNotice error={error} />}
      <Button
        variant={isOnlyWay ? 'filled' : 'default'}
        loading={isBusy}
        onClick={() => void submit()}
      >
        Join by {provider}
      </Button>
      {!isOnlyWay && <Divider label="or" />}
    </Stack>
  );
}
