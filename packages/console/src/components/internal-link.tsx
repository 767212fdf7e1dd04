import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface InternalLinkProps extends Omit<AnchorProps, 'component'> {
  /** An address of the console; parts that come from data have to be escaped. */
  readonly to: string;
  readonly search?: Readonly<Record<string, string | boolean>>;
  /** What hovering shows: the whole of a text that may be cut off. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link by its address alone, for data that says where it leads, and for pages of other areas. */
export function InternalLink({ to, search, children, ...rest }: InternalLinkProps) {
  return (
    <Anchor
      {...rest}
      renderRoot={(props) => (
        <Link {...props} to={to} {...(search === undefined ? {} : { search: search as never })} />
      )}
    >
      {children}
    </Anchor>
  );
}
