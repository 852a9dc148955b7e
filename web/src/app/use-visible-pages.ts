import { useMe } from '../lib/shared-queries.ts';
import type { Page } from './page.tsx';
import { pages } from './pages.tsx';

/** The pages that the navigation offers the signed-in user. */
export function useVisiblePages(): Page[] {
  const permissions = useMe().data?.permissions ?? [];
  return pages.filter(
    ({ parent, permission }) =>
      parent === undefined && (permission === undefined || permissions.includes(permission)),
  );
}
