import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { useMemo, useState } from 'react';
import { columnWidths, sampleRows } from './column-widths.ts';
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
  const sample = Math.min(rows.length, sampleRows);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come later change no widths
  const natural = useMemo(() => columnWidths(columns, rows.slice(0, sample)), [columns, sample]);
  const widths = useMemo(() => natural.map((width, at) => resized[at] ?? width), [natural, resized]);
  return {
    shown,
    sort,
    filters,
    widths,
    isResized: (at: number) => resized[at] !== undefined,
    toggleSort: (at: number) => setSort((before) => nextSort(before, at)),
    toggleFilters: () => setFilters((before) => (before === null ? {} : null)),
    setFilter: (at: number, text: string) => setFilters((before) => ({ ...before, [at]: text })),
    /** Null gives the column its natural width back. */
    resize: (at: number, width: number | null) =>
      setResized(({ [at]: _, ...others }) =>
        width === null ? others : { ...others, [at]: Math.max(minWidth, Math.min(maxWidth, width)) },
      ),
  };
}

export type GridView = ReturnType<typeof useGridView>;
