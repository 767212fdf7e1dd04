import { Alert, type AlertProps } from '@mantine/core';

/** A coloured box whose words are as easy to read as all others (WCAG 2.2 AA). */
export function NoteBox(props: Omit<AlertProps, 'variant' | 'styles'>) {
  return (
    <Alert {...props} variant="light" styles={{ title: { color: 'var(--mantine-color-text)' } }} />
  );
}
