import type { Cell } from '@sextant/contract/chart';
import type { Catalog, ForeignKey, TableIndex } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import { groupedRows, textOrNull } from '../grouped-rows.ts';
import type { RunStatement } from '../pooled-database.ts';
import type { MysqlProfile } from './mysql.profile.ts';
import { catalogKind } from './mysql.values.ts';

/** The chosen database, or every one that is not the server's own when none was chosen. */
const inScope = `(TABLE_SCHEMA = DATABASE() OR (DATABASE() IS NULL
  AND LOCATE(CONCAT(',', LOWER(TABLE_SCHEMA), ','), ?) = 0))`;

function scoped(select: string, order = ''): string {
  return [select, inScope, order].join(' ');
}

const tablesQuery =
  scoped(`SELECT NULLIF(TABLE_SCHEMA, DATABASE()), TABLE_NAME, TABLE_TYPE, TABLE_COMMENT, TABLE_ROWS
  FROM information_schema.TABLES WHERE `);

const columnsQuery = scoped(
  `SELECT NULLIF(TABLE_SCHEMA, DATABASE()), TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE,
  IS_NULLABLE, COLUMN_COMMENT, COLUMN_KEY
  FROM information_schema.COLUMNS WHERE `,
  ` ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
);

const foreignKeysQuery = scoped(
  `SELECT NULLIF(TABLE_SCHEMA, DATABASE()), TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME,
  NULLIF(REFERENCED_TABLE_SCHEMA, DATABASE()), REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
  FROM information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_NAME IS NOT NULL AND `,
  `
  ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`,
);

const indexesQuery = scoped(
  `SELECT NULLIF(TABLE_SCHEMA, DATABASE()), TABLE_NAME, INDEX_NAME, COLUMN_NAME, NON_UNIQUE
  FROM information_schema.STATISTICS WHERE `,
  `
  ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
);

function addTables(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, name, type, comment, estimate] of rows) {
    const isView = String(type).includes('VIEW');
    builder.addTable({
      schema: textOrNull(schema),
      name: String(name),
      kind: isView ? 'view' : 'table',
      comment: isView ? null : textOrNull(comment),
      rowEstimate: estimate === null || isView ? null : Number(estimate),
    });
  }
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, table, name, dataType, columnType, nullable, comment] of rows) {
    builder.addColumn(textOrNull(schema), String(table), {
      name: String(name),
      type: String(columnType),
      kind: catalogKind(String(dataType), String(columnType)),
      nullable: nullable === 'YES',
      comment: textOrNull(comment),
    });
  }
}

function addForeignKeys(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, , , referencedSchema, referencedTable] = group[0] ?? [];
    const foreignKey: ForeignKey = {
      columns: group.map((row) => String(row[3])),
      referencedSchema: textOrNull(referencedSchema),
      referencedTable: String(referencedTable),
      referencedColumns: group.map((row) => String(row[6])),
    };
    builder.addForeignKey(textOrNull(schema), String(table), foreignKey);
  }
}

function addIndexes(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, name, , nonUnique] = group[0] ?? [];
    const index: TableIndex = {
      name: String(name),
      columns: group.map((row) => textOrNull(row[3]) ?? '(expression)'),
      unique: Number(nonUnique) === 0,
    };
    builder.addIndex(textOrNull(schema), String(table), index);
    if (name === 'PRIMARY') builder.setPrimaryKey(textOrNull(schema), String(table), index.columns);
  }
}

/** The columns marked as a unique key, for servers that tell no more of keys. */
function addColumnKeys(builder: CatalogBuilder, rows: Cell[][]): void {
  const keys = rows.filter((row) => row[7] === 'PRI' || row[7] === 'UNI');
  for (const group of groupedRows(keys, 2)) {
    const [schema, table] = group[0] ?? [];
    const columns = group.map((row) => String(row[2]));
    builder.setPrimaryKey(textOrNull(schema), String(table), columns);
  }
}

/** Reads the whole catalog in four statements; `schema` is null for tables of the chosen database. */
export async function readMysqlCatalog(
  run: RunStatement,
  profile: Pick<MysqlProfile, 'systemSchemas' | 'keysInSchema'>,
): Promise<Catalog> {
  const builder = createCatalogBuilder();
  const skipped = [['', ...profile.systemSchemas, ''].join()];
  addTables(builder, await run(tablesQuery, skipped));
  const columns = await run(columnsQuery, skipped);
  addColumns(builder, columns);
  if (profile.keysInSchema) {
    addForeignKeys(builder, await run(foreignKeysQuery, skipped));
    addIndexes(builder, await run(indexesQuery, skipped));
  } else addColumnKeys(builder, columns);
  return builder.build();
}
