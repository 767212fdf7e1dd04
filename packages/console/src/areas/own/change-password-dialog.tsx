import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, WEAK_PASSWORD, WRONG_PASSWORD } from '../../api/api-error.ts';
import { put } from '../../api/call.ts';
import { meQuery, useMe } from '../../api/me.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import {
  NewPasswordField,
  newPasswordProblem,
  PasswordField,
} from '../../components/password-field.tsx';
import { tell } from '../../components/tell.ts';
import { useSubmit } from '../../components/use-submit.ts';

interface ChangePasswordDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** A new password for who knows the old one, or came in by the operator's link a moment ago. */
export function ChangePasswordDialog({ opened, onClose }: ChangePasswordDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Change your password"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ChangePassword onDone={onClose} />
    </Modal>
  );
}

function ChangePassword({ onDone }: { readonly onDone: () => void }) {
  const { account, session } = useMe();
  const client = useQueryClient();
  const byLink = session.method === 'admin-link';
  const form = useForm({
    initialValues: { old: '', fresh: '' },
    validate: { fresh: newPasswordProblem },
  });
  const { error, isBusy, submit } = useSubmit(
    async ({ old, fresh }: typeof form.values) => {
      await put('/password', { new: fresh, ...(old !== '' && { old }) });
      await client.invalidateQueries({ queryKey: ['sessions'] });
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      tell('Your password is changed. Every other session of yours has ended.');
      onDone();
    },
    (failure) => {
      const type = failure instanceof ApiError ? failure.type : undefined;
      if (type === WEAK_PASSWORD) form.setFieldError('fresh', failure.message);
      if (type === WRONG_PASSWORD) form.setFieldError('old', failure.message);
      return type === WEAK_PASSWORD || type === WRONG_PASSWORD;
    },
  );
  return (
    <form onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Text size="sm">
          It ends every other session that you have, and we tell you by mail that it was changed.
        </Text>
        <input
          type="hidden"
          name="username"
          autoComplete="username"
          value={account?.email ?? ''}
          readOnly
        />
        <PasswordField
          data-autofocus
          label="Old password"
          required={!byLink}
          {...(byLink && {
            description:
              'Leave it empty: you came in by a link. Only if your address had an account before, its password is needed.',
          })}
          {...form.getInputProps('old')}
        />
        <NewPasswordField {...form.getInputProps('fresh')} />
        {error !== undefined && <ErrorNotice error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
