import { matchPath, useLocation } from 'react-router';
import type { Page } from './page.tsx';
import { pages } from './pages.tsx';

export function useCurrentPage(): Page | undefined {
  const { pathname } = useLocation();
  return pages.find((page) => page.paths.some((path) => matchPath(path, pathname) !== null));
}
