import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PasswordField } from '../../components/password-field.tsx';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface PasswordFormProps {
  readonly error: Error | undefined;
  readonly isBusy: boolean;
  readonly onSubmit: (values: Credentials) => void;
}

/** Address and password. */
export function PasswordForm({ error, isBusy, onSubmit }: PasswordFormProps) {
  const form = useForm<Credentials>({ initialValues: { email: '', password: '' } });
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        <TextInput
          label="E-mail address"
          type="email"
          name="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordField name="password" {...form.getInputProps('password')} />
        {error !== undefined && <ErrorNotice title="You are not signed in" error={error} />}
        <Button type="submit" loading={isBusy}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
