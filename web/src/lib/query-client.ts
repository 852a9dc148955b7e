import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const maxRetries = 2;

/** Retries only what may pass by itself: no network, a server that is starting or overloaded. */
function mayPass(error: Error): boolean {
  return (
    error instanceof ApiError && (error.code === 'NETWORK' || error.status === 502 || error.status === 503)
  );
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < maxRetries && mayPass(error),
      refetchOnWindowFocus: false,
    },
  },
});
