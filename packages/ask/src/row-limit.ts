import type { Dialect } from '@sextant/sql/dialect';

/** How a statement says how many rows it wants: words after SELECT, and lines after ORDER BY. */
export interface RowLimit {
  top: string;
  lines: string[];
}

/**
 * The row limit of the dialect; nothing when all rows are wanted. SQL Server takes an offset only after ORDER BY, so
 * that one is added where `ordered` is false. Throws a `RangeError` for what is no number of rows.
 */
export function rowLimit(dialect: Dialect, limit: number | null, offset: number, ordered: boolean): RowLimit {
  for (const n of [limit ?? 0, offset]) {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is not a number of rows`);
  }
  if (limit === null && offset === 0) return { top: '', lines: [] };
  if (dialect === 'tsql' && limit !== null && offset === 0) return { top: ` TOP (${limit})`, lines: [] };
  if (dialect === 'tsql' || dialect === 'oracle')
    return { top: '', lines: ansiLines(dialect, limit, offset, ordered) };
  const most = limit ?? Number.MAX_SAFE_INTEGER;
  return { top: '', lines: [offset > 0 ? `LIMIT ${most} OFFSET ${offset}` : `LIMIT ${most}`] };
}

function ansiLines(dialect: Dialect, limit: number | null, offset: number, ordered: boolean): string[] {
  return [
    ...(dialect === 'tsql' && !ordered ? ['ORDER BY 1'] : []),
    ...(offset > 0 ? [`OFFSET ${offset} ROWS`] : []),
    ...(limit === null ? [] : [`FETCH NEXT ${limit} ROWS ONLY`]),
  ];
}
