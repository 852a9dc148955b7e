import { open } from 'node:fs/promises';
import { type DuckDBValue, listValue, structValue } from '@duckdb/node-api';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { type CsvShape, csvShape } from './csv-shape.ts';
import { firstLine } from './database-message.ts';
import { FileFault, type LoadedTable, type UploadedFile } from './import-protocol.ts';
import { tableName } from './table-name.ts';
import { toUtf8 } from './text-encoding.ts';
import type { WorkspaceDatabase } from './workspace-database.ts';

const sampleBytes = 1024 * 1024;

const checkQuery = `SELECT count(*) FROM read_csv($1, auto_detect = false, delim = $2, header = $3, skip = $4,
  quote = '"', escape = '"', strict_mode = true, null_padding = false, max_line_size = 4194304, columns = $5)`;
const textQuery = checkQuery.replace('count(*)', '*');
const typedQuery = `SELECT * FROM read_csv($1, delim = $2, header = $3, skip = $4, quote = '"', escape = '"',
  strict_mode = true, null_padding = false, max_line_size = 4194304, sample_size = -1, names = $5)`;
const partlyTypedQuery = typedQuery.replace('names = $5', 'names = $5, types = $6');
/** A double keeps 15 digits for certain. */
const longNumber = '[+-]?\\d{16,}(\\.\\d*)?';

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
  const columns = textTypes(shape.names);
  const wanted = tableName(file.name);
  await check(database, [...common, columns], file, shape);
  const typed: DuckDBValue[] = [...common, listValue(shape.names)];
  const asText = await columnsToKeepAsText(database, typed, [...common, columns], shape.names);
  const loaded =
    asText === 'all'
      ? await database.createTable(wanted, textQuery, [...common, columns])
      : asText.length === 0
        ? await database.createTable(wanted, typedQuery, typed)
        : await database.createTable(wanted, partlyTypedQuery, [...typed, textTypes(asText)]);
  return [{ ...loaded, source: file.name, encoding }];
}

function textTypes(names: readonly string[]): DuckDBValue {
  return structValue(Object.fromEntries(names.map((name) => [name, 'VARCHAR'])));
}

/** Columns that would lose digits as numbers; `all` when no types can be detected. */
async function columnsToKeepAsText(
  database: WorkspaceDatabase,
  typed: DuckDBValue[],
  text: DuckDBValue[],
  names: readonly string[],
): Promise<string[] | 'all'> {
  const described = await database.read(['DESCRIBE', typedQuery].join(' '), typed).catch(() => null);
  if (described === null) return 'all';
  const doubles = names.filter((_, index) => described[index]?.[1] === 'DOUBLE');
  if (doubles.length === 0) return [];
  const tests = doubles.map((name) =>
    ['coalesce(bool_or(regexp_full_match(', quoteIdentifier('duckdb', name), ', $6)), false)'].join(''),
  );
  const [row = []] = await database.read(
    textQuery.replace('*', () => tests.join(', ')),
    [...text, longNumber],
  );
  return doubles.filter((_, index) => row[index] === true);
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
    await database.read(checkQuery, params);
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
