import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { Plan } from './plan.ts';

function isOwnGrouping(plan: Plan, table: PreparedTable): boolean {
  const grouped = [...plan.groupColumns, ...plan.shown.columns];
  if (plan.groupTables.some((one) => one !== table) || grouped.some((column) => column.table !== table))
    return false;
  const keyed =
    table.primaryKey.length > 0 && table.primaryKey.every((key) => plan.groupColumns.includes(key));
  return keyed || plan.groupTables.includes(table);
}

/**
 * `total credits of each student` where a student's row holds them: every group is one row, so that the rows
 * themselves are listed. Changes the plan to a list where that is so.
 */
export function listOwnRows(plan: Plan): void {
  const { draft } = plan;
  const [first] = plan.measures;
  const table = first?.table;
  if (!table || plan.having.length > 0 || draft.grains.length > 0) return;
  if (draft.ratioOf || draft.share || draft.growth || draft.limit !== null) return;
  const columns: PreparedColumn[] = [];
  for (const measure of plan.measures) {
    if (measure.aggregate !== 'sum' || !measure.column || measure.table !== table || measure.per) return;
    columns.push(measure.column);
  }
  if (!isOwnGrouping(plan, table)) return;
  for (const order of plan.orders) {
    const by = order.measure?.column;
    if (order.measure && (!by || !columns.includes(by))) return;
    if (by) {
      order.measure = null;
      order.column = by;
    } else if (!order.column) order.column = columns[0] ?? null;
  }
  const own = [...plan.groupColumns, ...plan.shown.columns];
  const names = own.length > 0 ? own : table.nameColumns;
  plan.shown.columns = [...new Set([...names, ...columns])];
  plan.resolver.entity = table;
  plan.measures = [];
  plan.groupTables = [];
  plan.groupColumns = [];
  draft.groups = [];
}
