import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from '../components/page.tsx';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <EmptyState
        title="Nothing is here"
        action={
          <Button component={Link} to="/">
            To the overview
          </Button>
        }
      >
        The address may have been mistyped, or what it named is gone.
      </EmptyState>
    </Page>
  );
}
