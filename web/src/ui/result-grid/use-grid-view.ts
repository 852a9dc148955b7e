import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { useMemo, useState } from 'react';
import { columnWidths } from './column-widths.ts';
import { filterRows } from './filter-rows.ts';
import { nextSort, type Sort, sortRows } from './sort-rows.ts';

const minWidth = 48;
const maxWidth = 2000;

/** Which rows are shown in which order, and how wide the columns are. Begins anew when the columns change. */
export function useGridView(columns: ResultColumn[], rows: Cell[][]) {
  const [shape, setShape] = useState(columns);
  const [sort, setSort] = useState<Sort | null>(null);
  const [filters, setFilters] = useState<Record<number, string> | null>(null);
  const [resized, setResized] = useState<Record<number, number>>({});
  if (shape !== columns) {
    setShape(columns);
    const same = shape.length === columns.length && shape.every(({ name }, at) => name === columns[at]?.name);
    if (!same) {
      setSort(null);
      setFilters(null);
      setResized({});
    }
  }
  const filtered = useMemo(() => filterRows(rows, columns, filters ?? {}), [rows, columns, filters]);
  const shown = useMemo(() => sortRows(filtered, columns, sort), [filtered, columns, sort]);
  const natural = useMemo(() => columnWidths(columns, rows), [columns, rows]);
  const widths = useMemo(() => natural.map((width, at) => resized[at] ?? width), [natural, resized]);
  return {
    shown,
    sort,
    filters,
    widths,
    isResized: (at: number) => resized[at] !== undefined,
    toggleSort: (at: number) => setSort(nextSort(sort, at)),
    toggleFilters: () => setFilters(filters === null ? {} : null),
    setFilter: (at: number, text: string) => setFilters({ ...filters, [at]: text }),
    /** Null gives the column its natural width back. */
    resize: (at: number, width: number | null) =>
      setResized(({ [at]: _, ...others }) =>
        width === null ? others : { ...others, [at]: Math.max(minWidth, Math.min(maxWidth, width)) },
      ),
  };
}

export type GridView = ReturnType<typeof useGridView>;
