import type { SchemaTable } from '@sextant/contract/connections';
import type { TableSummary } from '@sextant/contract/schema-browser';
import { fullName } from '../schema/schema-rows.ts';
import type { Box } from './arrange-tables.ts';

/** More columns than this are too many to begin with. */
const columnsUnfolded = 12;
/** As in `TableNode.module.css`. */
export const tableSize = { width: 250, head: 36, row: 24, foot: 26, edges: 4 };

export type TableRow = Pick<SchemaTable['columns'][number], 'name' | 'type' | 'primary' | 'comment'>;

/** Large tables begin with their keys only, and so do the neighbours of the table that the diagram is about. */
export function beginsFolded(table: TableSummary, focus: string | null): boolean {
  return table.columns_count > columnsUnfolded || (focus !== null && focus !== fullName(table));
}

/** Whether a table that shows all its columns ends with a line that folds it. */
export function endsWithFold(table: TableSummary): boolean {
  return table.columns_count > columnsUnfolded;
}

/**
 * The columns that a table shows in the diagram: all, or folded the keys and those with relationships. Until its
 * columns are read, those with relationships are known already, so that lines have where to go.
 */
export function rowsOf(
  columns: readonly TableRow[] | undefined,
  related: ReadonlySet<string>,
  folded: boolean,
): TableRow[] {
  if (columns === undefined) return [...related].map((name) => ({ name, type: '', comment: null }));
  return columns.filter(({ name, primary }) => !folded || primary === true || related.has(name));
}

/** How large a table will about be before it is drawn. */
export function boxOf(table: TableSummary, related: ReadonlySet<string>, folded: boolean): Box {
  const key = 1;
  const rows = folded ? Math.min(table.columns_count, related.size + key) : table.columns_count;
  const foot = folded ? table.columns_count > rows : endsWithFold(table);
  return {
    id: fullName(table),
    width: tableSize.width,
    height: tableSize.head + rows * tableSize.row + (foot ? tableSize.foot : 0) + tableSize.edges,
  };
}
