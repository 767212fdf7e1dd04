import { Button, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { useSubmit } from '../../components/use-submit.ts';

interface JoinWithAccountProps {
  readonly email: string;
  /** As the one who is invited: then nothing more is asked. */
  readonly isSignedIn: boolean;
  readonly onAccept: (password?: string) => Promise<void>;
}

/** The address has an account: a link alone, which somebody may have found, does not open it. */
export function JoinWithAccount({ email, isSignedIn, onAccept }: JoinWithAccountProps) {
  const [password, setPassword] = useState('');
  const { error, isBusy, submit } = useSubmit(() => onAccept(isSignedIn ? undefined : password));

  function send(event: FormEvent) {
    event.preventDefault();
    void submit();
  }

  return (
    <form onSubmit={send}>
      <Stack>
        {isSignedIn ? (
          <Text size="sm">You are signed in with this address, so nothing more is needed.</Text>
        ) : (
          <>
            <Text size="sm">
              There is an account for this address already. Enter its password to join with it.
            </Text>
            <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
            <PasswordField
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          </>
        )}
        {error !== undefined && <ErrorNotice title="You have not joined" error={error} />}
        <Button type="submit" loading={isBusy}>
          Join
        </Button>
      </Stack>
    </form>
  );
}
