import { Container } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Page } from '../components/page.tsx';

/** A page that could not be shown, and why. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Container size="md" py="xl">
      <Page title="This page could not be shown">
        <ErrorNotice
          error={error instanceof Error ? error : new Error(String(error))}
          onRetry={() => {
            reset();
            void router.invalidate();
          }}
        />
      </Page>
    </Container>
  );
}
