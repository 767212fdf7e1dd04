import { Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError, WEAK_PASSWORD } from '../../api/api-error.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { NewPasswordField, newPasswordProblem } from '../../components/password-field.tsx';
import { useSubmit } from '../../components/use-submit.ts';

interface NewPasswordFormProps {
  /** For password managers: whose it is. */
  readonly email?: string;
  /** On the button. */
  readonly action: string;
  readonly onSubmit: (password: string) => Promise<unknown>;
}

/** One password that is chosen now; why it is refused stands at the field. */
export function NewPasswordForm({ email, action, onSubmit }: NewPasswordFormProps) {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: newPasswordProblem },
  });
  const { error, isBusy, submit } = useSubmit(
    ({ password }: typeof form.values) => onSubmit(password),
    (failure) => {
      const isWeak = failure instanceof ApiError && failure.type === WEAK_PASSWORD;
      if (isWeak) form.setFieldError('password', failure.message);
      return isWeak;
    },
  );
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        {email !== undefined && (
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        )}
        <NewPasswordField {...form.getInputProps('password')} />
        {error !== undefined && <ErrorNotice error={error} />}
        <Button type="submit" loading={isBusy}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
