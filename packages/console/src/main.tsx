import './link-code.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/api-error.ts';
import { queryClient } from './api/query-client.ts';
import { ProofDialog } from './layout/proof-dialog.tsx';
import { styleNonce } from './nonce.ts';
import { router } from './router.tsx';
import { theme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the console.');

createRoot(root, {
  // What the service refuses is on the page; it is no fault of the console.
  onCaughtError(error) {
    if (!(error instanceof ApiError)) console.error(error);
  },
}).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
        <ProofDialog />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
