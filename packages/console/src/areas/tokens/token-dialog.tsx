import { Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { SecretView } from './secret-view.tsx';
import type { NewToken } from './tokens.ts';

interface TokenDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly baseUrl: string;
  readonly onClose: () => void;
  /** The form; it calls `onMade` with what the service answers. */
  readonly children: (onMade: (made: NewToken) => void) => ReactNode;
}

/** A form, and then the new token. While that is seen, no stray click and no key closes it. */
export function TokenDialog({ opened, title, baseUrl, onClose, children }: TokenDialogProps) {
  // Nowhere else: not in the address, not among what is remembered of the service's answers.
  const [made, setMade] = useState<NewToken>();
  const isSecret = made !== undefined;

  function show(token: NewToken) {
    setMade(token);
    // The page that is loaded again is the list.
    onClose();
  }

  return (
    <Modal
      opened={opened || isSecret}
      onClose={isSecret ? () => {} : onClose}
      title={isSecret ? `Token “${made.name}”` : title}
      size="lg"
      centered
      closeOnClickOutside={false}
      closeOnEscape={!isSecret}
      withCloseButton={!isSecret}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {isSecret ? (
        <SecretView token={made.token} baseUrl={baseUrl} onDone={() => setMade(undefined)} />
      ) : (
        children(show)
      )}
    </Modal>
  );
}
