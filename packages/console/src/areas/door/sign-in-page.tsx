import { Button, Container, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { post } from '../../api/call.ts';
import { queryClient } from '../../api/query-client.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { signInRoute } from './routes.tsx';

/** Address and password. */
export function SignInPage() {
  const { next = '/' } = signInRoute.useSearch();
  const router = useRouter();
  const [error, setError] = useState<Error>();
  const form = useForm({ initialValues: { email: '', password: '' } });

  useEffect(() => {
    document.title = 'Sign in · Rollcall';
  }, []);

  async function signIn(values: typeof form.values) {
    setError(undefined);
    try {
      await post('/sign-in', values);
      queryClient.clear();
      router.history.push(next);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  return (
    <Container component="main" size={420} py={{ base: 'lg', sm: 80 }}>
      <Paper withBorder p="xl">
        <form onSubmit={form.onSubmit(signIn)}>
          <Stack>
            <Title order={1} size="h2">
              Sign in
            </Title>
            <TextInput
              label="E-mail address"
              type="email"
              autoComplete="username"
              required
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              {...form.getInputProps('password')}
            />
            {error !== undefined && <ErrorNotice error={error} />}
            <Button type="submit" loading={form.submitting}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Container>
  );
}
