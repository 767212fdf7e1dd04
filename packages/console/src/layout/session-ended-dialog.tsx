import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { arrive } from '../api/arrive.ts';
import { signingIn } from '../api/asking.ts';
import { call, herePath, path, urlOf } from '../api/call.ts';
import { type Me, useMe } from '../api/me.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { AnchorLink } from '../components/links.tsx';
import { PasswordField } from '../components/password-field.tsx';
import { useSubmit } from '../components/use-submit.ts';

/**
 * The session has ended while somebody works: they sign in where they are, and what they typed is still there.
 * Whoever signs in as somebody else begins anew.
 */
export function SessionEndedDialog() {
  const me = useMe();
  const router = useRouter();
  const [opened, setOpened] = useState(false);
  const settle = useRef<(isBack: boolean) => void>(undefined);

  useEffect(() => {
    const leave = signingIn.register(
      () =>
        new Promise<boolean>((resolve) => {
          settle.current = resolve;
          setOpened(true);
        }),
    );
    return () => {
      leave();
      // Whoever waits for the answer gets none on a page that is gone.
      settle.current?.(false);
    };
  }, []);

  function end(isBack: boolean) {
    setOpened(false);
    settle.current?.(isBack);
  }
  async function back() {
    const isSame = await arrive();
    end(isSame);
    if (!isSame) await router.navigate({ to: '/' });
  }

  return (
    <Modal
      opened={opened}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="You are signed out"
      centered
      zIndex={400}
    >
      <Stack gap="md">
        <Text size="sm">
          Your session has ended: it does after 30 minutes without use and after 12 hours, or when
          you, an Org Admin or your identity provider ends it. What is on this page is still here.
          If you cannot sign in any more, ask an Org Admin whether your access has ended.
        </Text>
        {me.session.method === 'oidc' ? (
          <ByProvider slug={me.organization.slug} />
        ) : (
          <ByPassword me={me} onBack={back} />
        )}
        <AnchorLink
          to="/sign-in"
          search={{ next: herePath(), organization: me.organization.slug }}
          size="sm"
          onClick={() => end(false)}
        >
          Leave this page and sign in another way
        </AnchorLink>
      </Stack>
    </Modal>
  );
}

function ByProvider({ slug }: { readonly slug: string }) {
  return (
    <>
      <Text size="sm">
        You come back to this page; what you have typed here and not saved is lost on the way.
      </Text>
      <Button
        onClick={() => location.assign(urlOf(path`/sso/${slug}/start`, { return: herePath() }))}
      >
        Sign in at the identity provider
      </Button>
    </>
  );
}

function ByPassword({ me, onBack }: { readonly me: Me; readonly onBack: () => Promise<void> }) {
  const [password, setPassword] = useState('');
  const email = me.account?.email ?? '';
  const { error, isBusy, submit } = useSubmit(async () => {
    const organization = me.organization.slug;
    // A wrong password is said here; it is not one more session that has ended.
    await call('POST', '/sign-in', { body: { email, password, organization }, isQuiet: true });
    setPassword('');
    await onBack();
  });

  function send(event: FormEvent) {
    event.preventDefault();
    void submit();
  }

  if (email === '') return null;
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          data-autofocus
          label={`Password of ${email}`}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error !== undefined && <ErrorNotice title="You are not signed in" error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={password === ''}>
            Sign in
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
