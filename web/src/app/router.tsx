import { createBrowserRouter, redirect } from 'react-router';
import { queryClient } from '../lib/query-client.ts';
import { hasSession, onSignOut } from '../lib/session.ts';
import { PageSkeleton } from '../ui/PageSkeleton.tsx';
import { pages } from './pages.tsx';
import { RouteError } from './RouteError.tsx';

/** Where to return after signing in; only addresses of this site count. */
function loginAddress(from: string): string {
  return from === '/' ? '/login' : `/login?next=${encodeURIComponent(from)}`;
}

export const router = createBrowserRouter([
  {
    path: '/login',
    HydrateFallback: PageSkeleton,
    ErrorBoundary: RouteError,
    lazy: async () => ({ Component: (await import('../features/auth/LoginPage.tsx')).LoginPage }),
  },
  {
    path: '/register',
    HydrateFallback: PageSkeleton,
    ErrorBoundary: RouteError,
    lazy: async () => ({ Component: (await import('../features/auth/RegisterPage.tsx')).RegisterPage }),
  },
  {
    path: '/share/:token',
    HydrateFallback: PageSkeleton,
    ErrorBoundary: RouteError,
    lazy: async () => ({ Component: (await import('../features/files/SharePage.tsx')).SharePage }),
  },
  {
    HydrateFallback: PageSkeleton,
    ErrorBoundary: RouteError,
    loader: ({ request }) => {
      if (hasSession()) return null;
      const { pathname, search } = new URL(request.url);
      throw redirect(loginAddress(pathname + search));
    },
    lazy: async () => ({ Component: (await import('./Shell.tsx')).Shell }),
    children: [
      ...pages.map((page) => ({
        id: page.id,
        ErrorBoundary: RouteError,
        lazy: async () => ({ Component: await page.load() }),
        children: page.paths.map((path) => ({ path })),
      })),
      { path: '*', Component: RouteError },
    ],
  },
]);

onSignOut((reason) => {
  queryClient.clear();
  const { pathname, search } = window.location;
  if (pathname === '/login' || pathname === '/register') return;
  void router.navigate(reason === 'asked' ? '/login' : loginAddress(pathname + search), {
    state: { reason },
  });
});
