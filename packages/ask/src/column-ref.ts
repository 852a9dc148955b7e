import type { ColumnRef } from './semantic-query.ts';

/** Whether two references name the same column of the catalog, whatever the instance. */
export function sameColumn(left: ColumnRef, right: ColumnRef): boolean {
  return left.table === right.table && left.column === right.column && left.schema === right.schema;
}
