import type { Cell } from '@sextant/contract/chart';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import type { RunStatement } from '../pooled-database.ts';
import { declaredKind } from './sqlite.values.ts';
import { type TableComments, tableComments } from './table-comments.ts';

const tablesQuery = `SELECT l.name, l.type, l.wr, m.sql FROM pragma_table_list l
  JOIN sqlite_schema m ON m.name = l.name AND m.type IN ('table', 'view')
  WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name <> '' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

const columnsQuery = `SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_schema m
  JOIN pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view') AND c.hidden <> 1 ORDER BY m.name, c.cid`;

const foreignKeysQuery = `SELECT m.name, f.id, f."table", f."from", f."to" FROM sqlite_schema m
  JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id DESC, f.seq`;

const indexesQuery = `SELECT m.name, i.name, i."unique", c.name FROM sqlite_schema m
  JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c
  WHERE m.type = 'table' ORDER BY m.name, i.name, c.seqno`;

const statisticsQuery = 'SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl';

/** SQLite takes at most 500 parts in one compound statement. */
const partsPerStatement = 200;

async function analyzedRows(run: RunStatement): Promise<Map<string, number>> {
  const [[exists] = []] = await run("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'");
  if (exists !== 1) return new Map();
  const rows = await run(statisticsQuery);
  return new Map(rows.map(([table, count]) => [String(table), Number(count)]));
}

/** Rows of tables that have a rowid, by name: the highest one, found by the last step of a B-tree, bounds the number of rows without counting them. */
export async function highestRowids(run: RunStatement, tables: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let from = 0; from < tables.length; from += partsPerStatement) {
    const part = tables.slice(from, from + partsPerStatement);
    const selects = part.map((table) =>
      'SELECT ?, max(rowid) FROM '.concat(quoteIdentifier('sqlite', table)),
    );
    for (const [table, rowid] of await run(selects.join(' UNION ALL '), part)) {
      found.set(String(table), Number(rowid ?? 0));
    }
  }
  return found;
}

async function addTables(builder: CatalogBuilder, run: RunStatement): Promise<Map<string, TableComments>> {
  const rows = await run(tablesQuery);
  const analyzed = await analyzedRows(run);
  const unknown = rows
    .filter(
      ([name, type, withoutRowid]) => type === 'table' && withoutRowid === 0 && !analyzed.has(String(name)),
    )
    .map(([name]) => String(name));
  const rowids = await highestRowids(run, unknown);
  const comments = new Map<string, TableComments>();
  for (const [name, type, , sql] of rows) {
    const table = String(name);
    const own = tableComments(String(sql ?? ''));
    if (type === 'table') comments.set(table, own);
    builder.addTable({
      schema: null,
      name: table,
      kind: type === 'view' ? 'view' : 'table',
      comment: type === 'table' ? own.table : null,
      rowEstimate: analyzed.get(table) ?? rowids.get(table) ?? null,
    });
  }
  return comments;
}

function addColumns(builder: CatalogBuilder, rows: Cell[][], comments: Map<string, TableComments>): void {
  const keys = new Map<string, [number, string][]>();
  for (const [table, name, type, notNull, place] of rows) {
    builder.addColumn(null, String(table), {
      name: String(name),
      type: String(type),
      kind: declaredKind(String(type)) ?? 'other',
      nullable: notNull === 0 && place === 0,
      comment: comments.get(String(table))?.columns.get(String(name).toLowerCase()) ?? null,
    });
    if (Number(place) > 0) {
      const key = keys.get(String(table)) ?? [];
      keys.set(String(table), [...key, [Number(place), String(name)]]);
    }
  }
  for (const [table, key] of keys) {
    const ordered = key.sort(([left], [right]) => left - right).map(([, name]) => name);
    builder.setPrimaryKey(null, table, ordered);
  }
}

function grouped(rows: Cell[][]): Cell[][][] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(row.slice(0, 2)));
  return [...groups.values()];
}

function addForeignKeys(builder: CatalogBuilder, rows: Cell[][], primaryKeys: Map<string, string[]>): void {
  for (const group of grouped(rows)) {
    const [table, , referencedTable, , to] = group[0] ?? [];
    builder.addForeignKey(null, String(table), {
      columns: group.map((row) => String(row[3])),
      referencedSchema: null,
      referencedTable: String(referencedTable),
      referencedColumns:
        to === null
          ? (primaryKeys.get(String(referencedTable).toLowerCase()) ?? [])
          : group.map((row) => String(row[4])),
    });
  }
}

function addIndexes(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const group of grouped(rows)) {
    const [table, name, unique] = group[0] ?? [];
    const columns = group.map((row) => (row[3] === null ? '(expression)' : String(row[3])));
    builder.addIndex(null, String(table), { name: String(name), columns, unique: unique === 1 });
  }
}

/** Reads the whole catalog in a handful of statements; comments come from the text of `CREATE TABLE`. */
export async function readSqliteCatalog(run: RunStatement): Promise<Catalog> {
  const builder = createCatalogBuilder();
  const comments = await addTables(builder, run);
  addColumns(builder, await run(columnsQuery), comments);
  const { tables } = builder.build();
  const primaryKeys = new Map(tables.map((table) => [table.name.toLowerCase(), table.primaryKey]));
  addForeignKeys(builder, await run(foreignKeysQuery), primaryKeys);
  addIndexes(builder, await run(indexesQuery));
  return builder.build();
}
