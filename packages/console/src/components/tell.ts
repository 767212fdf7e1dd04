/** Short notes at the edge of the screen, for what has no place on the page. */
import { notifications } from '@mantine/notifications';

const closeButtonProps = { 'aria-label': 'Close' };

/** What was done, when the page does not show it by itself. */
export function tell(message: string): void {
  notifications.show({ message, color: 'teal', closeButtonProps });
}

/** Why it was not. */
export function tellFailure(error: unknown): void {
  notifications.show({
    title: 'That did not work',
    message: error instanceof Error ? error.message : String(error),
    color: 'red',
    autoClose: false,
    closeButtonProps,
  });
}
