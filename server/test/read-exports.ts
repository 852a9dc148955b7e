import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';

/** The rows of an exported workbook's first sheet; `folder` takes the file. */
export async function sheetRows(folder: string, bytes: Buffer): Promise<unknown[][]> {
  const file = join(folder, 'export.xlsx');
  await writeFile(file, bytes);
  const [sheet] = await readWorkbook(file);
  return sheet?.data ?? [];
}

/** Types and rows of an exported Parquet file as DuckDB reads them; `folder` takes the file. */
export async function parquetRows(folder: string, bytes: Buffer, columns = '*') {
  const file = join(folder, 'export.parquet');
  await writeFile(file, bytes);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const read = async (head: string) =>
    (await connection.runAndReadAll([head, 'FROM read_parquet($1)'].join(' '), [file])).getRowObjectsJson();
  const described = await read('DESCRIBE SELECT *');
  const types = Object.fromEntries(described.map((row) => [row.column_name, row.column_type]));
  const values = await read(['SELECT', columns].join(' '));
  connection.closeSync();
  return { types, values };
}

/** What a cell of JSON is in CSV: text that a spreadsheet would run led by an apostrophe. */
export function csvCells(row: Record<string, unknown>): string[] {
  return Object.values(row).map((cell) => {
    if (cell === null) return '';
    const text = String(cell);
    return typeof cell === 'string' && /^[=+@-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  });
}

/** The fields of CSV after RFC 4180, line by line. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
