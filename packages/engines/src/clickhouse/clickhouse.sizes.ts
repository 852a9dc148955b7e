import { type DatabaseSize, sumTables } from '../database-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

const tablesQuery = `SELECT database, table, sum(bytes_on_disk), sum(rows)
  FROM system.parts WHERE active GROUP BY database, table`;

/** The active parts of every table that the login sees. */
export async function readClickhouseSizes(run: RunStatement): Promise<DatabaseSize[]> {
  const databases = await run('SELECT name FROM system.databases');
  const rows = await run(tablesQuery);
  const tables = rows.map(([database, name, bytes, rowsCount]) => ({
    database: String(database),
    schema: null,
    name: String(name),
    bytes: Number(bytes),
    dataBytes: Number(bytes),
    indexBytes: null,
    rowsEstimate: Number(rowsCount),
  }));
  return sumTables(
    tables,
    databases.map(([name]) => String(name)),
  );
}
