import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';

interface TextLinkProps {
  readonly id: string;
  /** A name from outside: whatever somebody typed elsewhere. */
  readonly children: string;
}

/** Leads to a user; a long name is cut off and shown whole when it is pointed at. */
export function UserLink({ id, children }: TextLinkProps) {
  return (
    <Anchor
      truncate
      inherit
      display="block"
      title={children}
      renderRoot={(props) => (
        <Link {...props} to="/administration/scim/users/$user" params={{ user: id }} />
      )}
    >
      <bdi>{children}</bdi>
    </Anchor>
  );
}

/** Leads to a pushed group. */
export function GroupLink({ id, children }: TextLinkProps) {
  return (
    <Anchor
      truncate
      inherit
      display="block"
      title={children}
      renderRoot={(props) => (
        <Link {...props} to="/administration/scim/groups/$group" params={{ group: id }} />
      )}
    >
      <bdi>{children}</bdi>
    </Anchor>
  );
}
