/** A link that looks like a button. Typed like `Link`, which a polymorphic component is not. */
import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

interface ButtonAnchorProps extends ButtonProps {
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children?: ReactNode;
}

function ButtonAnchor(props: ButtonAnchorProps) {
  return <Button component="a" {...props} />;
}

export const ButtonLink = createLink(ButtonAnchor);
