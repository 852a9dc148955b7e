import { useSearchParams } from 'react-router';
import { useDebounced } from './use-debounced.ts';

export const pageSize = 20;

/**
 * Search, filters and page of a list, kept in the address. `query` is what the server is asked for, with the search
 * text as it was once typing stopped; a change of anything but the page goes back to the first.
 */
export function useListAddress<const F extends string>(filters: readonly F[]) {
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  const sought = useDebounced(q);
  const page = Math.max(1, Number(address.get('page')) || 1);
  const values = Object.fromEntries(filters.map((name) => [name, address.get(name) ?? undefined])) as {
    [N in F]: string | undefined;
  };
  const show = (change: { [N in F | 'q' | 'page']?: string | number | undefined }) => {
    const next = new URLSearchParams(address);
    if (!('page' in change)) next.delete('page');
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined || value === '' || (name === 'page' && value === 1)) next.delete(name);
      else next.set(name, String(value));
    }
    setAddress(next, { replace: true });
  };
  return {
    q,
    page,
    values,
    show,
    query: { limit: pageSize, offset: (page - 1) * pageSize, q: sought || undefined },
  };
}
