import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { Door, ToSignIn } from './door.tsx';

/** Mails a link. The answer is the same for every address. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({ initialValues: { email: '' } });
  const { error, isBusy, submit } = useSubmit(async ({ email }: typeof form.values) => {
    await post('/password-reset', { email });
    setSentTo(email);
  });
  if (sentTo !== undefined) {
    return (
      <Door title="Look into your mail" below={<ToSignIn />}>
        <Text>
          If there is an account for{' '}
          <Text span inherit fw={600}>
            {sentTo}
          </Text>
          , a link is on its way to it. It works once, for an hour.
        </Text>
        <Text size="sm" c="dimmed">
          Nothing there after some minutes? Look among the unwanted mail, and whether you sign in
          with another address. Who signs in with single sign-on has no password here.
        </Text>
        <Button variant="default" onClick={() => setSentTo(undefined)}>
          Try another address
        </Button>
      </Door>
    );
  }
  return (
    <Door
      title="Forgot your password?"
      description="Tell us the address that you sign in with. We mail a link to it, by which you choose a new password."
      below={<ToSignIn />}
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack>
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
          />
          {error !== undefined && <ErrorNotice error={error} />}
          <Button type="submit" loading={isBusy}>
            Mail me a link
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
