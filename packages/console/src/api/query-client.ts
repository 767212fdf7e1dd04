/** What is known of the service's data, and how long. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** Within it a view that is opened again shows what it had, milliseconds. */
const FRESH_MS = 5_000;
const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // What the server has refused, it refuses again.
      retry: (failures, error) =>
        failures < RETRIES &&
        !(error instanceof ApiError && error.status > 0 && error.status < 500),
    },
  },
});
