import { useMe } from '../lib/shared-queries.ts';
import { type Page, pages } from './pages.tsx';

/** The pages that the signed-in user may open. */
export function useVisiblePages(): Page[] {
  const permissions = useMe().data?.permissions ?? [];
  return pages.filter((page) => page.permission === undefined || permissions.includes(page.permission));
}
