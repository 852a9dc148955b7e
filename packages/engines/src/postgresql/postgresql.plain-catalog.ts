import type { Cell } from '@sextant/contract/chart';
import type { Catalog } from '../catalog.ts';
import { type CatalogBuilder, createCatalogBuilder } from '../catalog-builder.ts';
import { textOrNull } from '../grouped-rows.ts';
import type { RunStatement } from '../pooled-database.ts';
import { catalogKind } from './postgresql.values.ts';

/**
 * The catalog for servers that left PostgreSQL's road early: nothing newer than PostgreSQL 9.2 is asked for. The OID
 * of `pg_class` is written as a number, because some keep it under another name.
 */
const fromReadable = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;
const readable = `c.relkind IN ('r', 'p', 'v', 'm', 'f') AND strpos($1, ',' || n.nspname::text || ',') = 0
  AND n.nspname::text NOT LIKE 'pg\\_temp\\_%' AND n.nspname::text NOT LIKE 'pg\\_toast%'
  AND has_schema_privilege(n.oid, 'USAGE')
  AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
  AND NOT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    WHERE i.inhrelid = c.oid AND p.relkind = 'p')`;
const schema = 'CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname END';

function select(columns: string, joins: string, rest = ''): string {
  return ['SELECT', schema, ', c.relname,', columns, fromReadable, joins, 'WHERE', readable, rest].join(' ');
}

const tablesQuery = select(
  'c.relkind::text, CASE WHEN c.reltuples >= 0 THEN c.reltuples END, d.description',
  'LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = 0',
);

const columnsQuery = select(
  `a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), b.typcategory::text,
  format_type(b.oid, NULL), NOT a.attnotnull, d.description`,
  `JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
  LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 1259 AND d.objsubid = a.attnum`,
  'ORDER BY c.oid, a.attnum',
);

const keysQuery = select(
  `k.contype::text, array_to_string(k.conkey, ' '), array_to_string(k.confkey, ' '), f.relname,
  CASE WHEN fn.nspname = current_schema() THEN NULL ELSE fn.nspname END`,
  `JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'f')
  LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace`,
  'ORDER BY k.conname',
);

const indexesQuery = select(
  `i.relname, x.indisunique, array_to_string(x.indkey, ' ')`,
  'JOIN pg_index x ON x.indrelid = c.oid AND x.indisvalid JOIN pg_class i ON i.oid = x.indexrelid',
  'ORDER BY i.relname',
);

/** Names of columns by their number in the table. */
type ColumnNumbers = Map<string, Map<number, string>>;

function tableKey(schemaName: Cell | undefined, table: Cell | undefined): string {
  return JSON.stringify([textOrNull(schemaName), String(table)]);
}

function addTables(builder: CatalogBuilder, rows: Cell[][]): void {
  for (const [schemaName, name, kind, estimate, comment] of rows) {
    const isView = kind === 'v' || kind === 'm';
    builder.addTable({
      schema: textOrNull(schemaName),
      name: String(name),
      kind: isView ? 'view' : 'table',
      comment: textOrNull(comment),
      rowEstimate: typeof estimate === 'number' && kind !== 'v' ? Math.round(estimate) : null,
    });
  }
}

function addColumns(builder: CatalogBuilder, rows: Cell[][]): ColumnNumbers {
  const numbers: ColumnNumbers = new Map();
  for (const [schemaName, table, name, number, type, category, baseType, nullable, comment] of rows) {
    const key = tableKey(schemaName, table);
    const own = numbers.get(key) ?? new Map<number, string>();
    numbers.set(key, own.set(Number(number), String(name)));
    builder.addColumn(textOrNull(schemaName), String(table), {
      name: String(name),
      type: String(type),
      kind: catalogKind(String(baseType), String(category)),
      nullable: nullable === true,
      comment: textOrNull(comment),
    });
  }
  return numbers;
}

function namesOf(numbers: ColumnNumbers, key: string, places: Cell | undefined): string[] {
  const own = numbers.get(key);
  const list = String(places ?? '')
    .split(' ')
    .filter(Boolean);
  return list.map((place) => own?.get(Number(place)) ?? '(expression)');
}

function addKeys(builder: CatalogBuilder, rows: Cell[][], numbers: ColumnNumbers): void {
  for (const [schemaName, table, type, places, otherPlaces, other, otherSchema] of rows) {
    const place = [textOrNull(schemaName), String(table)] as const;
    const columns = namesOf(numbers, tableKey(schemaName, table), places);
    if (type === 'p') builder.setPrimaryKey(...place, columns);
    else if (numbers.has(tableKey(otherSchema, other))) {
      builder.addForeignKey(...place, {
        columns,
        referencedSchema: textOrNull(otherSchema),
        referencedTable: String(other),
        referencedColumns: namesOf(numbers, tableKey(otherSchema, other), otherPlaces),
      });
    }
  }
}

/** Reads the whole catalog in four statements, leaving out the given schemas of the server's own. */
export async function readPlainCatalog(
  run: RunStatement,
  systemSchemas: readonly string[],
): Promise<Catalog> {
  const skipped = [['', ...systemSchemas, ''].join()];
  const builder = createCatalogBuilder();
  addTables(builder, await run(tablesQuery, skipped));
  const numbers = addColumns(builder, await run(columnsQuery, skipped));
  addKeys(builder, await run(keysQuery, skipped), numbers);
  for (const [schemaName, table, name, unique, places] of await run(indexesQuery, skipped)) {
    const columns = namesOf(numbers, tableKey(schemaName, table), places);
    builder.addIndex(textOrNull(schemaName), String(table), {
      name: String(name),
      columns,
      unique: unique === true,
    });
  }
  return builder.build();
}
