import type { FoundTable, TableSummary } from '@sextant/contract/schema-browser';
import type { TableAddress } from './schema-queries.ts';

/** One line of the list: a heading, or a table with the columns that a search found in it. */
export type SchemaRow =
  | { kind: 'schema'; name: string }
  | { kind: 'table'; table: TableSummary; columns: FoundTable['columns'] };

export function tableKey({ schema, name }: TableAddress): string {
  return JSON.stringify([schema, name]);
}

/** The tables as they came; where a schema other than the default begins, its name stands above. */
export function schemaRows(tables: readonly (TableSummary | FoundTable)[]): SchemaRow[] {
  let last: string | null = null;
  return tables.flatMap((table) => {
    const row: SchemaRow = { kind: 'table', table, columns: 'columns' in table ? table.columns : [] };
    const begins = table.schema !== last;
    last = table.schema;
    return begins && table.schema !== null ? [{ kind: 'schema', name: table.schema }, row] : [row];
  });
}

/** The name as it is written behind FROM, unquoted. */
export function fullName({ schema, name }: TableAddress): string {
  return schema === null ? name : `${schema}.${name}`;
}
