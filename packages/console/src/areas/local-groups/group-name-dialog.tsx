import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { NAME_LENGTH } from './queries.ts';

interface GroupNameDialogProps {
  readonly title: string;
  /** What it is called now. */
  readonly name: string;
  readonly action: string;
  readonly onClose: () => void;
  readonly onName: (name: string) => Promise<unknown>;
}

/** Asks for the name of a group. */
export function GroupNameDialog({ title, name, action, onClose, onName }: GroupNameDialogProps) {
  const [text, setText] = useState(name);
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await onName(text.trim());
      onClose();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            label="Name"
            description="No other group has it, pushed or made here."
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={NAME_LENGTH}
            autoComplete="off"
            required
          />
          {error !== undefined && <ErrorNotice error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy} disabled={text.trim() === ''}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
