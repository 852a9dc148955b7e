import { DatabaseSync } from 'node:sqlite';
import { collectValues } from '@sextant/ask/collect-values';
import type { ValueIndex } from '@sextant/ask/value-index';
import type { ColumnKind } from '@sextant/contract/result';
import type { Catalog, CatalogTable, ForeignKey } from '@sextant/engines/catalog';

/** A SQLite file as an evaluation reads it: its catalog and the index of its values. */
export interface EvaluationSource {
  catalog: Catalog;
  values: ValueIndex;
}

function kindOf(type: string): ColumnKind {
  if (/int/i.test(type)) return 'integer';
  if (/bool/i.test(type)) return 'boolean';
  if (/datetime|timestamp/i.test(type)) return 'datetime';
  if (/date/i.test(type)) return 'date';
  if (/real|floa|doub|num|dec/i.test(type)) return 'number';
  if (/blob/i.test(type)) return 'binary';
  return 'text';
}

function quote(name: string): string {
  return '"'.concat(name.replaceAll('"', '""'), '"');
}

function readForeignKeys(database: DatabaseSync, table: string): ForeignKey[] {
  const keys = new Map<number, ForeignKey>();
  const rows = database.prepare('SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq').all(table);
  for (const row of rows) {
    const key = keys.get(Number(row.id)) ?? {
      columns: [],
      referencedSchema: null,
      referencedTable: String(row.table),
      referencedColumns: [],
    };
    key.columns.push(String(row.from));
    if (row.to !== null) key.referencedColumns.push(String(row.to));
    keys.set(Number(row.id), key);
  }
  return [...keys.values()];
}

function readTable(database: DatabaseSync, name: string, kind: 'table' | 'view'): CatalogTable {
  const columns = database.prepare('SELECT * FROM pragma_table_info(?)').all(name);
  return {
    schema: null,
    name,
    kind,
    comment: null,
    columns: columns.map((column) => ({
      name: String(column.name),
      type: String(column.type),
      kind: kindOf(String(column.type)),
      nullable: column.notnull === 0,
      comment: null,
    })),
    primaryKey: columns
      .filter((column) => Number(column.pk) > 0)
      .sort((left, right) => Number(left.pk) - Number(right.pk))
      .map((column) => String(column.name)),
    foreignKeys: readForeignKeys(database, name),
    indexes: [],
    rowEstimate: null,
  };
}

/** Opens a SQLite file read-only and reads its catalog and the distinct values of its text columns. */
export async function readSqliteSource(file: string): Promise<EvaluationSource> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database
      .prepare(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .all();
    const catalog: Catalog = {
      tables: rows.map((row) =>
        readTable(database, String(row.name), row.type === 'view' ? 'view' : 'table'),
      ),
    };
    const values = await collectValues(catalog, async (column, limit) => {
      const name = quote(column.column);
      const sql = [
        'SELECT DISTINCT',
        name,
        'AS v FROM',
        quote(column.table),
        'WHERE',
        name,
        'IS NOT NULL LIMIT ?',
      ];
      return database
        .prepare(sql.join(' '))
        .all(limit)
        .map((row) => String(row.v));
    });
    return { catalog, values };
  } finally {
    database.close();
  }
}
