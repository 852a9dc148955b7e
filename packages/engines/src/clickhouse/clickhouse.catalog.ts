import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import type { RunStatement } from '../pooled-database.ts';
import { isNullable, typeRule } from './clickhouse.values.ts';

const own = 'database = currentDatabase()';
const notOfTheServer = "database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')";
const schema = "if(database = currentDatabase(), '', database)";

const knownColumnsQuery = `SELECT table, name FROM system.columns WHERE database = 'system' AND (
  (table = 'tables' AND name IN ('comment', 'total_rows')) OR (table = 'data_skipping_indices' AND name = 'expr'))`;

const visibleTables = `FROM system.tables WHERE is_temporary = 0 AND name NOT LIKE '.inner%' AND`;

function selectTables(known: ReadonlySet<string>, scope: string): string {
  const comment = known.has('tables.comment') ? 'comment' : "''";
  const estimate = known.has('tables.total_rows') ? 'total_rows' : 'NULL';
  const columns = [schema, 'name', 'engine', comment, estimate, 'primary_key', 'sorting_key'].join();
  return ['SELECT', columns, visibleTables, scope].join(' ');
}

function scoped(select: string, scope: string, rest = ''): string {
  return [select, 'WHERE', scope, rest].join(' ');
}

const partsQuery = `SELECT ${schema}, table, sum(rows) FROM system.parts`;
const columnsQuery = `SELECT ${schema}, table, name, type, comment FROM system.columns`;
const indexesQuery = `SELECT ${schema}, table, name, expr FROM system.data_skipping_indices`;

function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === 'string' && cell !== '' ? cell : null;
}

/** The parts of a key such as `id, toYYYYMM(day)`; commas inside brackets part nothing. */
function keyParts(cell: Cell | undefined): string[] {
  const parts = String(cell ?? '').match(/(?:[^,(`]|\((?:[^()]|\([^()]*\))*\)|`(?:[^`\\]|\\.)*`)+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^`(.*)`$/s, '$1')).filter(Boolean);
}

/** A key of ClickHouse sorts rows and lets it skip others; it does not make them unique. */
function addTables(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [database, name, engine, comment, estimate, primaryKey, sortingKey] of rows) {
    const place = [textOrNull(database), String(name)] as const;
    const isView = /View$/.test(String(engine));
    builder.addTable({
      schema: place[0],
      name: place[1],
      kind: isView ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: isView || estimate === null || estimate === undefined ? null : Number(estimate),
    });
    builder.setPrimaryKey(...place, keyParts(primaryKey));
    const sorting = keyParts(sortingKey);
    if (sorting.length > 0) builder.addIndex(...place, { name: 'ORDER BY', columns: sorting, unique: false });
  }
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [database, table, name, type, comment] of rows) {
    builder.addColumn(textOrNull(database), String(table), {
      name: String(name),
      type: String(type),
      kind: typeRule(String(type)).kind,
      nullable: isNullable(String(type)),
      comment: textOrNull(comment),
    });
  }
}

/** Before `total_rows` the parts on disk tell how many rows a table has. */
async function withPartRows(run: RunStatement, tables: Cell[][], scope: string): Promise<Cell[][]> {
  const parts = await run(scoped(partsQuery, scope, 'AND active GROUP BY database, table'));
  const counts = new Map(parts.map(([database, table, count]) => [JSON.stringify([database, table]), count]));
  return tables.map(([database, name, engine, comment, , ...keys]) => {
    const empty = /MergeTree$/.test(String(engine)) ? 0 : null;
    return [
      database ?? '',
      name ?? '',
      engine ?? '',
      comment ?? '',
      counts.get(JSON.stringify([database, name])) ?? empty,
      ...keys,
    ];
  });
}

/**
 * Reads the catalog of one database, or of all that are not the server's own. `schema` is null for tables of the
 * database that statements start in.
 */
export async function readClickhouseCatalog(run: RunStatement, database: string | null): Promise<Catalog> {
  const scope = database ? own : notOfTheServer;
  const known = new Set((await run(knownColumnsQuery)).map(([table, name]) => `${table}.${name}`));
  const builder = createCatalogBuilder();
  const tables = await run(selectTables(known, scope));
  addTables(builder, known.has('tables.total_rows') ? tables : await withPartRows(run, tables, scope));
  addColumns(builder, await run(scoped(columnsQuery, scope)));
  if (known.has('data_skipping_indices.expr')) {
    for (const [schemaName, table, name, expression] of await run(scoped(indexesQuery, scope))) {
      const index = { name: String(name), columns: keyParts(expression), unique: false };
      builder.addIndex(textOrNull(schemaName), String(table), index);
    }
  }
  return builder.build();
}
