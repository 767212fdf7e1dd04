import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface PathLinkProps extends AnchorProps {
  /** A path of the console, whose parts are escaped: made with `path` of `api/call.ts`. */
  readonly to: string;
  readonly title?: string;
  readonly dir?: 'auto';
  readonly children: ReactNode;
}

/** A link in a text or a list. */
export function PathLink({ to, children, ...others }: PathLinkProps) {
  return (
    <Anchor component={Link} to={to} inherit={others.size === undefined} {...others}>
      {children}
    </Anchor>
  );
}
