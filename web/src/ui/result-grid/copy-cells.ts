import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { isNumberColumn, toTabSeparated } from '../../lib/format-cell.ts';

export const copyFormats = ['tsv', 'csv', 'json', 'markdown', 'sql'] as const;
export type CopyFormat = (typeof copyFormats)[number];

/** Cells as text for the clipboard, with the names of the columns where the format has a place for them. */
export function cellsAs(
  format: CopyFormat,
  columns: readonly ResultColumn[],
  rows: readonly Cell[][],
): string {
  if (format === 'tsv') return toTabSeparated(columns, rows);
  if (format === 'csv') return csv(columns, rows);
  if (format === 'markdown') return markdown(columns, rows);
  if (format === 'sql') return sqlList(columns, rows);
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])),
  );
  return JSON.stringify(objects, null, 2);
}

/** Cells without the names of their columns: one cell as it is, several tab-separated. */
export function plainCells(rows: readonly Cell[][]): string {
  const only = rows.length === 1 && rows[0]?.length === 1;
  return only ? String(rows[0]?.[0] ?? '') : toTabSeparated([], rows).replace(/^\n/, '');
}

function csv(columns: readonly ResultColumn[], rows: readonly Cell[][]): string {
  const field = (cell: Cell) => {
    const text = cell === null ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map(({ name }) => name), ...rows].map((cells) => cells.map(field).join(',')).join('\r\n');
}

function markdown(columns: readonly ResultColumn[], rows: readonly Cell[][]): string {
  const field = (cell: Cell) =>
    cell === null ? 'NULL' : String(cell).replaceAll('|', '\\|').replace(/\r?\n/g, '<br>');
  const line = (fields: string[]) => `| ${fields.join(' | ')} |`;
  return [
    line(columns.map(({ name }) => field(name))),
    line(columns.map((column) => (isNumberColumn(column) ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((_, at) => field(row[at] ?? null)))),
  ].join('\n');
}

/** The values for `IN (…)`, each once; several columns become row values. */
function sqlList(columns: readonly ResultColumn[], rows: readonly Cell[][]): string {
  const literal = (cell: Cell, column: ResultColumn | undefined) => {
    if (cell === null) return 'NULL';
    if (typeof cell !== 'string') return String(cell);
    const plainNumber = column !== undefined && isNumberColumn(column) && /^-?\d+(\.\d+)?$/.test(cell);
    return plainNumber ? cell : `'${cell.replaceAll("'", "''")}'`;
  };
  const items = rows.map((row) => {
    const cells = columns.map((column, at) => literal(row[at] ?? null, column));
    return cells.length === 1 ? cells[0] : `(${cells.join(', ')})`;
  });
  return `(${[...new Set(items)].join(', ')})`;
}
