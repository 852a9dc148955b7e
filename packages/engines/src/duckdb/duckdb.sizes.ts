import { existingFile } from '../database-file.ts';
import type { DatabaseSize, TableSize } from '../database-sizes.ts';
import { fileSize } from '../file-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

const tablesQuery = `SELECT nullif(schema_name, current_schema()), table_name, estimated_size
  FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database()`;

/** Blocks that hold parts of a table; small tables share one, which then counts for each. */
const blocksQuery = `SELECT count(DISTINCT block_id) * (SELECT any_value(block_size) FROM pragma_database_size())
  FROM pragma_storage_info(?) WHERE persistent AND block_id >= 0`;

/** The size of the file and of the tables in it. */
export async function readDuckdbSizes(run: RunStatement, path: string): Promise<DatabaseSize[]> {
  const tables: TableSize[] = [];
  for (const [schema, name, rows] of await run(tablesQuery)) {
    const qualified = [schema, name].filter((part) => part !== null && part !== undefined);
    const quoted = qualified.map((part) => `"${String(part).replaceAll('"', '""')}"`).join('.');
    const [[bytes] = []] = await run(blocksQuery, [quoted]);
    tables.push({
      schema: schema === null || schema === undefined ? null : String(schema),
      name: String(name),
      bytes: Number(bytes ?? 0),
      dataBytes: null,
      indexBytes: null,
      rowsEstimate: Number(rows),
    });
  }
  return fileSize(await existingFile(path), '.wal', tables);
}
