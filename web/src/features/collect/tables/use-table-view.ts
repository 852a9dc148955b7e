import { type TableFilter, tableFilterSchema } from '@sextant/contract/tables';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';

export const rowsPerPage = 100;

const filtersSchema = z.array(tableFilterSchema).max(20);

/**
 * How a table's rows are shown: sorting and filters stand in the address, the way through the pages does not, for a
 * cursor only leads on from a page that was just seen.
 */
export function useTableView() {
  const [address, setAddress] = useSearchParams();
  const [cursors, setCursors] = useState<string[]>([]);
  const sort = address.get('sort') ?? undefined;
  const order = address.get('order') === 'desc' ? ('desc' as const) : ('asc' as const);
  const filter = address.get('filter') ?? undefined;
  const change = (values: Record<string, string | undefined>) => {
    const next = new URLSearchParams(address);
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    setCursors([]);
    setAddress(next, { replace: true });
  };
  return {
    query: { limit: rowsPerPage, sort, order, filter, cursor: cursors.at(-1) },
    sort,
    order,
    filters: readFilters(filter),
    /** Pages before this one. */
    pagesBefore: cursors.length,
    sortBy: (column: string | undefined, direction: 'asc' | 'desc') =>
      change({ sort: column, order: column === undefined ? undefined : direction }),
    filterBy: (filters: readonly TableFilter[]) =>
      change({ filter: filters.length === 0 ? undefined : JSON.stringify(filters) }),
    goOn: (cursor: string) => setCursors([...cursors, cursor]),
    goBack: () => setCursors(cursors.slice(0, -1)),
  };
}

/** The filters of an address; none when somebody has spoilt it. */
function readFilters(text: string | undefined): TableFilter[] {
  if (text === undefined) return [];
  try {
    return filtersSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
