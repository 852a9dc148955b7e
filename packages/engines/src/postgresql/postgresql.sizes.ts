import type { Cell } from '@sextant/contract/chart';
import type { DatabaseSize, TableSize } from '../database-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

/** A database that the login may not enter tells nobody its size. */
const databasesQuery = `SELECT datname, pg_database_size(oid), datname = current_database()
  FROM pg_database
  WHERE datallowconn AND has_database_privilege(oid, 'CONNECT') AND NOT datistemplate`;

/** Partitions count for themselves; their parents hold nothing. A table dropped meanwhile has no size. */
const tablesQuery = `SELECT n.nspname, c.relname, pg_total_relation_size(c.oid), pg_table_size(c.oid),
    pg_indexes_size(c.oid), c.reltuples
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

const numberOrNull = (cell: Cell | undefined) => (cell === null || cell === undefined ? null : Number(cell));

function toTable([schema, name, total, data, index, rows]: Cell[]): TableSize {
  const estimate = numberOrNull(rows);
  return {
    schema: String(schema),
    name: String(name),
    bytes: Number(total),
    dataBytes: numberOrNull(data),
    indexBytes: numberOrNull(index),
    // Before the first ANALYZE it is -1 from version 14 on.
    rowsEstimate: estimate === null || estimate < 0 ? null : estimate,
  };
}

/** The size of every database that the login may enter, and of the tables of the one it is in. */
export async function readPostgresqlSizes(run: RunStatement): Promise<DatabaseSize[]> {
  const databases = await run(databasesQuery);
  const tables = (await run(tablesQuery)).filter((row) => row[2] !== null).map(toTable);
  return databases.map(([database, bytes, isCurrent]) => ({
    database: String(database),
    bytes: Number(bytes),
    dataBytes: null,
    indexBytes: null,
    tables: isCurrent === true || isCurrent === 't' ? tables : [],
  }));
}
