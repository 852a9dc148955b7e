import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import { EngineError } from '../engine-error.ts';
import { groupedRows, textOrNull } from '../grouped-rows.ts';
import type { RunStatement } from '../pooled-database.ts';
import { catalogKind, declaredType, type OracleColumnType } from './oracle.values.ts';

/** Accounts that came with the database: told by itself from version 12 on, known by name before. */
const ownAccounts = {
  told: `(SELECT username FROM all_users WHERE oracle_maintained = 'Y')`,
  named: `('ANONYMOUS', 'APPQOSSYS', 'CTXSYS', 'DBSNMP', 'DIP', 'EXFSYS', 'FLOWS_FILES', 'MDDATA', 'MDSYS',
    'MGMT_VIEW', 'OLAPSYS', 'ORACLE_OCM', 'ORDDATA', 'ORDPLUGINS', 'ORDSYS', 'OUTLN', 'OWBSYS', 'OWBSYS_AUDIT',
    'SI_INFORMTN_SCHEMA', 'SPATIAL_CSW_ADMIN_USR', 'SPATIAL_WFS_ADMIN_USR', 'SYS', 'SYSMAN', 'SYSTEM', 'WK_TEST',
    'WKPROXY', 'WKSYS', 'WMSYS', 'XDB', 'XS$NULL')`,
};

const shown = (column: string) => `NULLIF(${column}, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))`;

const tablesQuery = [
  'SELECT',
  shown('t.owner'),
  `, t.table_name, 'TABLE', t.num_rows, c.comments FROM all_tables t
  LEFT JOIN all_tab_comments c ON c.owner = t.owner AND c.table_name = t.table_name
  WHERE t.nested = 'NO' AND t.secondary = 'N' AND t.iot_name IS NULL AND t.table_name NOT LIKE 'BIN$%'
    AND t.owner NOT IN {own}
  UNION ALL SELECT`,
  shown('v.owner'),
  `, v.view_name, 'VIEW', NULL, c.comments FROM all_views v
  LEFT JOIN all_tab_comments c ON c.owner = v.owner AND c.table_name = v.view_name
  WHERE v.owner NOT IN {own}`,
].join(' ');

const columnsQuery = [
  'SELECT',
  shown('t.owner'),
  `, t.table_name, t.column_name, t.data_type, t.data_length, t.char_length,
  t.data_precision, t.data_scale, t.nullable, c.comments FROM all_tab_columns t
  LEFT JOIN all_col_comments c
    ON c.owner = t.owner AND c.table_name = t.table_name AND c.column_name = t.column_name
  WHERE t.owner NOT IN {own} ORDER BY t.owner, t.table_name, t.column_id`,
].join(' ');

const keysQuery = [
  'SELECT',
  shown('k.owner'),
  `, k.table_name, k.constraint_name, k.constraint_type, c.column_name,`,
  shown('f.owner'),
  `, f.table_name, f.column_name FROM all_constraints k
  JOIN all_cons_columns c ON c.owner = k.owner AND c.constraint_name = k.constraint_name
  LEFT JOIN all_cons_columns f
    ON f.owner = k.r_owner AND f.constraint_name = k.r_constraint_name AND f.position = c.position
  WHERE k.constraint_type IN ('P', 'R') AND k.owner NOT IN {own}
  ORDER BY k.owner, k.constraint_name, c.position`,
].join(' ');

const indexesQuery = [
  'SELECT',
  shown('i.table_owner'),
  `, i.table_name, i.index_name, c.column_name, i.uniqueness FROM all_indexes i
  JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name
  WHERE i.table_owner NOT IN {own} AND i.index_type <> 'LOB'
  ORDER BY i.index_name, i.owner, c.column_position`,
].join(' ');

function numberOrNull(cell: Cell | undefined): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}

function addTables(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schema, name, type, estimate, comment] of rows) {
    builder.addTable({
      schema: textOrNull(schema),
      name: String(name),
      kind: type === 'VIEW' ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: numberOrNull(estimate),
    });
  }
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [
    schema,
    table,
    name,
    dataType,
    bytes,
    characters,
    precision,
    scale,
    nullable,
    comment,
  ] of rows) {
    const type: OracleColumnType = {
      name: String(dataType),
      bytes: Number(bytes),
      characters: Number(characters),
      precision: numberOrNull(precision),
      scale: numberOrNull(scale),
    };
    builder.addColumn(textOrNull(schema), String(table), {
      name: String(name),
      type: declaredType(type),
      kind: catalogKind(type),
      nullable: nullable === 'Y',
      comment: textOrNull(comment),
    });
  }
}

function addKeys(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, , type, , referencedSchema, referencedTable] = group[0] ?? [];
    const columns = group.map((row) => String(row[4]));
    if (type === 'P') builder.setPrimaryKey(textOrNull(schema), String(table), columns);
    else if (typeof referencedTable === 'string') {
      builder.addForeignKey(textOrNull(schema), String(table), {
        columns,
        referencedSchema: textOrNull(referencedSchema),
        referencedTable,
        referencedColumns: group.map((row) => String(row[7])),
      });
    }
  }
}

function addIndexes(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of groupedRows(rows, 3)) {
    const [schema, table, name, , uniqueness] = group[0] ?? [];
    builder.addIndex(textOrNull(schema), String(table), {
      name: String(name),
      // Oracle keeps an expression as a hidden column.
      columns: group.map((row) => (/^SYS_NC\d+\$$/.test(String(row[3])) ? '(expression)' : String(row[3]))),
      unique: uniqueness === 'UNIQUE',
    });
  }
}

async function chooseOwnAccounts(run: RunStatement): Promise<string> {
  try {
    await run("SELECT COUNT(*) FROM all_users WHERE oracle_maintained = 'Y'");
    return ownAccounts.told;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'unknown_column') return ownAccounts.named;
    throw error;
  }
}

/** Reads the whole catalog in five statements; `schema` is null for tables of the session's current schema. */
export async function readOracleCatalog(run: RunStatement): Promise<Catalog> {
  const own = await chooseOwnAccounts(run);
  const read = (query: string) => run(query.replaceAll('{own}', own));
  const builder = createCatalogBuilder();
  addTables(builder, await read(tablesQuery));
  addColumns(builder, await read(columnsQuery));
  addKeys(builder, await read(keysQuery));
  addIndexes(builder, await read(indexesQuery));
  return builder.build();
}
