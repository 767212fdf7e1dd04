import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Door, ToSignIn } from './door.tsx';

interface NoCodeProps {
  /** Where the link is found: "the mail", "the terminal". */
  readonly where: string;
  /** What to do when it is found no more. */
  readonly otherwise: ReactNode;
}

/** Somebody came without the link, or loaded the page again. */
export function NoCode({ where, otherwise }: NoCodeProps) {
  return (
    <Door
      title="Open the link once more"
      description={`This page needs the link from ${where}.`}
      below={<ToSignIn />}
    >
      <Text size="sm">
        Its code is taken out of the address as soon as the page opens, so that nobody reads it
        there; loading the page again loses it. The link is still good unless it was used.
      </Text>
      <Text size="sm" component="div">
        {otherwise}
      </Text>
    </Door>
  );
}
