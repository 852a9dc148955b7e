import { open } from 'node:fs/promises';
import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import { type CsvShape, csvShape } from './csv-shape.ts';
import { FileFault, type LoadedTable, type UploadedFile } from './import-protocol.ts';
import { tableName } from './table-name.ts';
import { toUtf8 } from './text-encoding.ts';
import type { WorkspaceDatabase } from './workspace-database.ts';

const sampleBytes = 1024 * 1024;

const checkQuery = `SELECT count(*) FROM read_csv($1, auto_detect = false, delim = $2, header = $3, skip = $4,
  quote = '"', escape = '"', strict_mode = true, null_padding = false, max_line_size = 16777216, columns = $5)`;
const typedQuery = `SELECT * FROM read_csv($1, delim = $2, header = $3, skip = $4, quote = '"', escape = '"',
  strict_mode = true, null_padding = false, max_line_size = 16777216, sample_size = -1, names = $5)`;
const textQuery = checkQuery.replace('count(*)', '*');

/**
 * Loads CSV or TSV as a table: encoding, delimiter and header are found, each column gets the narrowest type that
 * holds all its values. A `FileFault` names the row that does not fit.
 */
export async function loadCsv(
  database: WorkspaceDatabase,
  file: UploadedFile,
  folder: string,
): Promise<LoadedTable[]> {
  const { path, encoding } = await toUtf8(file, folder);
  const shape = await readShape(path);
  const common: DuckDBValue[] = [path, shape.delimiter, shape.hasHeader, shape.skip];
  const columns = structValue(Object.fromEntries(shape.names.map((name) => [name, 'VARCHAR'])));
  const wanted = tableName(file.name);
  await check(database, [...common, columns], file, shape);
  const loaded = await database
    .createTable(wanted, typedQuery, [...common, listValue(shape.names)])
    .catch(() => database.createTable(wanted, textQuery, [...common, columns]));
  return [{ ...loaded, source: file.name, encoding }];
}

async function readShape(path: string): Promise<CsvShape> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
    return csvShape(text, bytesRead < sampleBytes);
  } finally {
    await handle.close();
  }
}

/** Reads every row once, because the detection of types does not say which row is broken. */
async function check(
  database: WorkspaceDatabase,
  params: DuckDBValue[],
  file: UploadedFile,
  shape: CsvShape,
): Promise<void> {
  try {
    await database.run(checkQuery, params);
  } catch (error) {
    throw describe((error as Error).message, file, shape);
  }
}

function describe(message: string, file: UploadedFile, shape: CsvShape): FileFault {
  const row = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? 0) || undefined;
  const found = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  const [zh, en] = found
    ? [`应有 ${found[1]} 列，实际有 ${found[2]} 列`, `${found[1]} columns were expected, ${found[2]} found`]
    : /unterminated quote/.test(message)
      ? ['有一个引号没有闭合', 'a quote is not closed']
      : [firstLine(message), firstLine(message)];
  const place = { zh: row ? `第 ${row} 行：` : '', en: row ? `row ${row}: ` : '' };
  const column = found ? shape.names[Math.min(Number(found[1]), Number(found[2])) - 1] : undefined;
  return new FileFault({
    file: file.name,
    ...(row && { row }),
    ...(column && { column }),
    text: {
      zh: `「${file.name}」${place.zh}${zh}${column ? `（最后一个对得上的列是「${column}」）` : ''}`,
      en: `"${file.name}", ${place.en}${en}${column ? ` (the last column that fits is "${column}")` : ''}`,
    },
  });
}

/** What DuckDB says, without the paths of the server that follow. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/"?\/[^\s"]+"?/g, '').trim();
}
