import { existingFile } from '../database-file.ts';
import type { DatabaseSize, TableSize } from '../database-sizes.ts';
import { fileSize } from '../file-sizes.ts';
import type { RunStatement } from '../pooled-database.ts';

/** Finding out what each table holds reads every page of the file. */
const largestWalk = 2 * 1024 ** 3;

const tablesQuery = `SELECT m.tbl_name, sum(d.pgsize), sum(CASE WHEN m.type = 'index' THEN d.pgsize ELSE 0 END)
  FROM dbstat d JOIN sqlite_schema m ON m.name = d.name
  WHERE d.aggregate = 1 GROUP BY m.tbl_name`;

function toTable([name, bytes, index]: (string | number | boolean | null)[]): TableSize {
  const [total, indexBytes] = [Number(bytes), Number(index)];
  return {
    schema: null,
    name: String(name),
    bytes: total,
    dataBytes: total - indexBytes,
    indexBytes,
    rowsEstimate: null,
  };
}

/** The size of the file, and of its tables unless the file is very large. */
export async function readSqliteSizes(run: RunStatement, path: string): Promise<DatabaseSize[]> {
  const file = await existingFile(path);
  const [whole] = await fileSize(file, '-wal', []);
  if (!whole || whole.bytes > largestWalk) return whole ? [whole] : [];
  return [{ ...whole, tables: (await run(tablesQuery)).map(toTable) }];
}
