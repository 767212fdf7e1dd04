import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError, WEAK_PASSWORD } from '../../api/api-error.ts';
import { post } from '../../api/call.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { NewPasswordField, newPasswordProblem } from '../../components/password-field.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { useLinkCode } from '../../link-code.ts';
import { Door } from './door.tsx';
import { useEnter } from './enter.ts';
import { NoCode } from './no-code.tsx';

/** The first organisation and its Org Admin, by whoever started the service. */
export function SetUpPage() {
  const code = useLinkCode();
  if (code === undefined) {
    return (
      <NoCode
        where="the terminal on which the service was started"
        otherwise="To get another link, run rollcall setup-link there."
      />
    );
  }
  return (
    <Door
      title="Set up Rollcall"
      description="This makes the first organisation, and you its first Org Admin: you make tokens, connect identity providers and invite others."
    >
      <SetUpForm code={code} />
    </Door>
  );
}

function SetUpForm({ code }: { readonly code: string }) {
  const enter = useEnter();
  const form = useForm({
    initialValues: { organization: '', displayName: '', email: '', password: '' },
    validate: { password: newPasswordProblem },
  });
  const { error, isBusy, submit } = useSubmit(
    async ({ organization, ...person }: typeof form.values) => {
      await post('/set-up', { code, organization: { name: organization }, ...person });
      await enter();
    },
    (failure) => {
      const isWeak = failure instanceof ApiError && failure.type === WEAK_PASSWORD;
      if (isWeak) form.setFieldError('password', failure.message);
      return isWeak;
    },
  );
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <TextInput
          label="Organisation"
          description="As people know it."
          autoComplete="organization"
          maxLength={200}
          required
          {...form.getInputProps('organization')}
        />
        <TextInput
          label="Your name"
          autoComplete="name"
          maxLength={200}
          required
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label="E-mail address"
          description="You sign in with it."
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <NewPasswordField label="Password" {...form.getInputProps('password')} />
        {error !== undefined && <ErrorNotice error={error} />}
        <Button type="submit" loading={isBusy}>
          Set up
        </Button>
      </Stack>
    </form>
  );
}
