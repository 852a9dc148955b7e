const titleRows = 20;
const longestName = 100;
const numberLike = /^[+-]?[\d,]*\.?\d+(e[+-]?\d+)?%?$/i;
const dateLike = /^\d{1,4}[-/.年]\d{1,2}([-/.月]\d{1,4})?日?([ T]\d{1,2}:\d{2}.*)?$/;
const yearLike = /^(19|20)\d{2}$/;

export interface HeaderPlace {
  /** How many rows stand before the header, or before the data when there is no header. */
  skip: number;
  /** One name for each column, unique without regard to case. */
  names: string[];
  hasHeader: boolean;
}

/**
 * Finds the header among the first rows of a sheet or text file: rows with a single filled cell before a wider
 * table are titles; a row with numbers or dates in it is data. Without a header columns are `column1` and so on.
 */
export function findHeader(rows: readonly (readonly string[])[], width: number): HeaderPlace {
  const wide = width < 2 ? 1 : Math.max(2, Math.ceil(width / 2));
  const found = rows.slice(0, titleRows).findIndex((row) => filledCells(row) >= wide);
  const skip = Math.max(0, found);
  const first = rows[skip] ?? [];
  const hasHeader = isHeader(first, rows[skip + 1]);
  const cells = hasHeader ? first : [];
  const count = hasHeader ? Math.max(first.length, 1) : Math.max(width, 1);
  return { skip, hasHeader, names: uniqueNames(Array.from({ length: count }, (_, at) => cells[at] ?? '')) };
}

/** The most frequent number of cells in the rows. */
export function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const sorted = [...counts].sort(([, left], [, right]) => right - left);
  return sorted[0]?.[0] ?? 0;
}

function filledCells(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length;
}

function isHeader(row: readonly string[], next: readonly string[] | undefined): boolean {
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (cells.length === 0) return false;
  const values = cells.filter(isValue);
  if (values.length === 0) return true;
  const years = values.every((cell) => yearLike.test(cell)) && values.length < cells.length;
  return years && next !== undefined && !next.some((cell) => yearLike.test(cell.trim()));
}

function isValue(cell: string): boolean {
  return numberLike.test(cell) || dateLike.test(cell);
}

function uniqueNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const clean = cell
      .replace(/[\p{Cc}\p{Cf}\p{Surrogate}\s]+/gu, ' ')
      .trim()
      .slice(0, longestName);
    return takeName(clean || `column${index + 1}`, taken);
  });
}

/** The name itself, or with `_2`, `_3` … when it is taken; marks it as taken. Case does not matter. */
export function takeName(name: string, taken: Set<string>): string {
  for (let suffix = 1; ; suffix += 1) {
    const candidate = suffix === 1 ? name : `${name}_${suffix}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}
