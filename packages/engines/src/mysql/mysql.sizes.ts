import { type DatabaseSize, sumTables } from '../database-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

/** In memory only, or made anew at every look. */
const virtual = new Set(['information_schema', 'performance_schema']);

const tablesQuery = `SELECT TABLE_SCHEMA, TABLE_NAME, DATA_LENGTH, INDEX_LENGTH, TABLE_ROWS
  FROM information_schema.TABLES WHERE TABLE_TYPE NOT LIKE '%VIEW%'`;

/** What the server's own statistics say of every database that the login sees. */
export async function readMysqlSizes(run: RunStatement): Promise<DatabaseSize[]> {
  const databases = await run('SELECT SCHEMA_NAME FROM information_schema.SCHEMATA');
  const rows = await run(tablesQuery);
  const tables = rows.map(([database, name, data, index, estimate]) => ({
    database: String(database),
    schema: null,
    name: String(name),
    bytes: Number(data ?? 0) + Number(index ?? 0),
    dataBytes: Number(data ?? 0),
    indexBytes: Number(index ?? 0),
    rowsEstimate: estimate === null || estimate === undefined ? null : Number(estimate),
  }));
  const kept = (name: string) => !virtual.has(name.toLowerCase());
  return sumTables(
    tables.filter(({ database }) => kept(database)),
    databases.map(([name]) => String(name)).filter(kept),
  );
}
