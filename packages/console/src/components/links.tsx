/** Links to pages, typed like `Link`; Mantine's polymorphic components lose the types of search parameters. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { MouseEventHandler, ReactNode, Ref } from 'react';

interface Rest {
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children?: ReactNode;
  readonly onClick?: MouseEventHandler<HTMLAnchorElement>;
}

function PlainButton(props: ButtonProps & Rest) {
  return <Button component="a" {...props} />;
}

function PlainAnchor(props: AnchorProps & Rest) {
  return <Anchor {...props} />;
}

export const ButtonLink = createLink(PlainButton);
export const AnchorLink = createLink(PlainAnchor);
