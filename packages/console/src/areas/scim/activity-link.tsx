import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface ActivityLinkProps {
  /** Id of the request, or of its row of activity. */
  readonly request: string;
  readonly children: ReactNode;
}

/** Leads to what an identity provider sent, and what was answered. */
export function ActivityLink({ request, children }: ActivityLinkProps) {
  const to: string = `/administration/scim/activity/${encodeURIComponent(request)}`;
  return (
    <Anchor component={Link} to={to} inherit c="inherit">
      {children}
    </Anchor>
  );
}
