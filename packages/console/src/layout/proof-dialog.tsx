import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ApiError, WRONG_PASSWORD } from '../api/api-error.ts';
import { proof } from '../api/asking.ts';
import { herePath, post } from '../api/call.ts';
import { meQuery } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { useSubmit } from '../components/use-submit.ts';

/** Asks who is signed in to prove it again, when a request needs that (step-up). */
export function ProofDialog() {
  const [opened, setOpened] = useState(false);
  const settle = useRef<(isProven: boolean) => void>(undefined);
  const { data: me } = useQuery({ ...meQuery, enabled: opened });

  useEffect(
    () =>
      proof.register(
        () =>
          new Promise<boolean>((resolve) => {
            settle.current = resolve;
            setOpened(true);
          }),
      ),
    [],
  );

  function end(isProven: boolean) {
    setOpened(false);
    settle.current?.(isProven);
    if (isProven) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
  }

  return (
    <Modal
      opened={opened}
      onClose={() => end(false)}
      title="Confirm that it is you"
      centered
      zIndex={400}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {me?.session.method === 'oidc' ? (
        <AtProvider onCancel={() => end(false)} />
      ) : (
        <ByPassword email={me?.account?.email} onDone={end} />
      )}
    </Modal>
  );
}

interface ByPasswordProps {
  readonly email: string | undefined;
  readonly onDone: (isProven: boolean) => void;
}

function ByPassword({ email, onDone }: ByPasswordProps) {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const { error, isBusy, submit } = useSubmit(
    async () => {
      await post('/prove', { password });
      onDone(true);
    },
    (failure) => {
      const isWrong = failure instanceof ApiError && failure.type === WRONG_PASSWORD;
      setRefusal(isWrong ? failure.message : undefined);
      return isWrong;
    },
  );

  function prove(event: FormEvent) {
    event.preventDefault();
    void submit();
  }

  return (
    <form onSubmit={prove}>
      <Stack gap="md">
        <Text size="sm">
          What you are about to do is weighty, so we make sure that nobody else sits at your screen.
          You are not asked again for ten minutes.
        </Text>
        {/* For password managers. */}
        <input type="hidden" name="username" autoComplete="username" value={email ?? ''} readOnly />
        <PasswordField
          data-autofocus
          label="Your password"
          value={password}
          error={refusal}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error !== undefined && <ErrorNotice error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onDone(false)}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={password === ''}>
            Confirm
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Who came from the organisation's identity provider has no password here: proves it there, and comes back. */
function AtProvider({ onCancel }: { readonly onCancel: () => void }) {
  const { error, isBusy, submit } = useSubmit(async () => {
    const { url } = await post<{ url: string }>('/sso/prove', { return: herePath() });
    location.assign(url);
  });

  return (
    <Stack gap="md">
      <Text size="sm">
        Sign in once more at your organisation's identity provider. You come back to this page; then
        do it again. What you have typed here and not saved is lost on the way.
      </Text>
      {error !== undefined && <ErrorNotice error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button loading={isBusy} onClick={() => void submit()}>
          Go to the identity provider
        </Button>
      </Group>
    </Stack>
  );
}
