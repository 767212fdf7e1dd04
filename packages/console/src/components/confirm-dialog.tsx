import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { ErrorNotice } from './error-notice.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What happens then, and whether it can be undone. */
  readonly children: ReactNode;
  /** On the button: a verb and what it is done to. */
  readonly action: string;
  /** Has to be typed first, for what hurts and cannot be undone. */
  readonly typed?: string;
  readonly isDangerous?: boolean;
  /** Whether all is there that one has to know first; default true. */
  readonly isReady?: boolean;
  /** The dialog closes when it is done, and shows why when it was not. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before something that hurts. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    opened,
    onClose,
    title,
    children,
    action,
    typed,
    isDangerous = true,
    isReady = true,
  } = props;
  const [text, setText] = useState('');
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const id = useId();

  function close() {
    setText('');
    setError(undefined);
    onClose();
  }
  async function confirm(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await props.onConfirm();
      close();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={confirm} aria-describedby={id}>
        <Stack gap="md">
          <Text id={id} component="div" size="sm">
            {children}
          </Text>
          {typed !== undefined && (
            <TextInput
              data-autofocus
              label={
                <>
                  Type <Code>{typed}</Code> to confirm
                </>
              }
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autoComplete="off"
            />
          )}
          {error !== undefined && <ErrorNotice error={error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              {...(isDangerous ? { color: 'red.9' } : {})}
              loading={isBusy}
              disabled={!isReady || (typed !== undefined && text.trim() !== typed)}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
