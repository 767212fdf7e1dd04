import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { post } from '../api/call.ts';
import { meQuery } from '../api/me.ts';
import { registerAsker } from '../api/proof.ts';
import { queryClient } from '../api/query-client.ts';
import { ErrorNotice } from '../components/error-notice.tsx';

/** Asks who is signed in to prove it again, when a request needs that (step-up). */
export function ProofDialog() {
  const [opened, setOpened] = useState(false);
  const settle = useRef<(isProven: boolean) => void>(undefined);
  const { data: me } = useQuery({ ...meQuery, enabled: opened });

  useEffect(
    () =>
      registerAsker(
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
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  async function prove(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await post('/prove', { password });
      setPassword('');
      onDone(true);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={prove}>
      <Stack gap="md">
        <Text size="sm">
          What you are about to do is weighty, so we make sure that nobody else sits at your screen.
        </Text>
        {/* For password managers. */}
        <input type="hidden" name="username" autoComplete="username" value={email ?? ''} readOnly />
        <PasswordInput
          data-autofocus
          label="Your password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
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
  const [error, setError] = useState<Error>();

  async function go() {
    try {
      const here = location.href.slice(new URL(document.baseURI).href.length - 1);
      const { url } = await post<{ url: string }>('/sso/prove', { return: here });
      location.assign(url);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  return (
    <Stack gap="md">
      <Text size="sm">
        Sign in once more at your organisation's identity provider. You come back to this page; then
        do it again.
      </Text>
      {error !== undefined && <ErrorNotice error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button onClick={go}>Go to the identity provider</Button>
      </Group>
    </Stack>
  );
}
