import type { Cell } from '@sextant/contract/chart';

/** Rows that share their first `keyLength` cells, together and in order: one group for each key, index or the like. */
export function groupedRows(rows: readonly Cell[][], keyLength: number): Cell[][][] {
  const groups = new Map<string, Cell[][]>();
  for (const row of rows) {
    const key = JSON.stringify(row.slice(0, keyLength));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** A text that says something, or null. */
export function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === 'string' && cell !== '' ? cell : null;
}
