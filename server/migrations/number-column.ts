import type { CreateTableBuilder } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';

/** Adds `number`: the row's integer id, for the order of rows and for families without UUIDs. */
export function withNumber<T extends string, C extends string>(
  table: CreateTableBuilder<T, C>,
  kind: MetadataKind,
) {
  return kind === 'sqlite'
    ? table.addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    : table.addColumn('number', 'serial', (column) => column.primaryKey());
}
