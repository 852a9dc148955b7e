import type { DatabaseSize, TableSize } from '../database-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

/** Files of the server are told to logins with VIEW ANY DEFINITION; those of the own database to everybody. */
const databasesQuery = `SELECT DB_NAME(database_id), SUM(CAST(size AS bigint)) * 8192,
    SUM(CASE WHEN type = 0 THEN CAST(size AS bigint) END) * 8192,
    CASE WHEN database_id = DB_ID() THEN 1 ELSE 0 END
  FROM sys.master_files GROUP BY database_id`;

const ownDatabaseQuery = `SELECT DB_NAME(), SUM(CAST(size AS bigint)) * 8192,
    SUM(CASE WHEN type = 0 THEN CAST(size AS bigint) END) * 8192, 1
  FROM sys.database_files`;

const tablesQuery = `SELECT s.name, t.name, SUM(CAST(a.total_pages AS bigint)) * 8192,
    SUM(CASE WHEN p.index_id < 2 THEN CAST(a.total_pages AS bigint) ELSE 0 END) * 8192,
    SUM(CASE WHEN p.index_id < 2 AND a.type = 1 THEN p.rows ELSE 0 END)
  FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
  JOIN sys.partitions p ON p.object_id = t.object_id
  JOIN sys.allocation_units a ON a.container_id = p.partition_id
  GROUP BY s.name, t.name`;

/** The size of the files of every database that the login sees, and of the tables of the one it is in. */
export async function readSqlserverSizes(run: RunStatement): Promise<DatabaseSize[]> {
  const all = await run(databasesQuery);
  const databases = all.length > 0 ? all : await run(ownDatabaseQuery);
  const tables = (await run(tablesQuery)).map(
    ([schema, name, total, data, rows]): TableSize => ({
      schema: String(schema),
      name: String(name),
      bytes: Number(total),
      dataBytes: Number(data),
      indexBytes: Number(total) - Number(data),
      rowsEstimate: Number(rows),
    }),
  );
  return databases.map(([database, bytes, data, isCurrent]) => ({
    database: String(database),
    bytes: Number(bytes),
    dataBytes: data === null || data === undefined ? null : Number(data),
    indexBytes: null,
    tables: Number(isCurrent) === 1 ? tables : [],
  }));
}
