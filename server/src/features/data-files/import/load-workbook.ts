import { writeFile } from 'node:fs/promises';
import { structValue } from '@duckdb/node-api';
import readWorkbook from 'read-excel-file/node';
import { findHeader } from './header.ts';
import { FileFault, type LoadedTable, type UploadedFile } from './import-protocol.ts';
import { tableName } from './table-name.ts';
import { checkWorkbookSize } from './workbook-size.ts';
import type { WorkspaceDatabase } from './workspace-database.ts';

type SheetCell = string | number | boolean | Date | null;

const query = `SELECT * FROM read_csv($1, auto_detect = false, delim = ',', header = false, quote = '"', escape = '"',
  new_line = '\\n', max_line_size = 4194304, columns = $2)`;

/** Loads each filled sheet of a workbook as a table; numbers, dates and booleans keep their types. */
export async function loadWorkbook(database: WorkspaceDatabase, file: UploadedFile): Promise<LoadedTable[]> {
  const sheets = await readSheets(file);
  const tables: LoadedTable[] = [];
  for (const [index, { name, rows }] of sheets.entries()) {
    const header = findHeader(
      rows.slice(0, 50).map((row) => row.map(cellText)),
      rows[0]?.length ?? 0,
    );
    const body = rows.slice(header.skip + (header.hasHeader ? 1 : 0));
    const types = header.names.map((_, column) => columnType(body, column));
    const path = `${file.path}.${index}.csv`;
    await writeFile(path, toCsv(body, types));
    const columns = structValue(
      Object.fromEntries(header.names.map((column, at) => [column, types[at] ?? 'VARCHAR'])),
    );
    const wanted = tableName(file.name, sheets.length > 1 ? name : undefined);
    const loaded = await database.createTable(wanted, query, [path, columns]);
    tables.push({ ...loaded, source: `${file.name}#${name}`, encoding: null });
  }
  return tables;
}

async function readSheets(file: UploadedFile): Promise<{ name: string; rows: SheetCell[][] }[]> {
  await checkWorkbookSize(file);
  const sheets = await readWorkbook(file.path).catch((error: Error) => {
    throw new FileFault({
      file: file.name,
      text: {
        zh: `「${file.name}」不是可读的 Excel 工作簿（xlsx）：${error.message}`,
        en: `"${file.name}" is not a readable Excel workbook (xlsx): ${error.message}`,
      },
    });
  });
  const filled = sheets
    .map(({ sheet, data }) => ({ name: sheet, rows: trim((data as SheetCell[][]).map(withWholeSeconds)) }))
    .filter(({ rows }) => rows.length > 0);
  if (filled.length > 0) return filled;
  throw new FileFault({
    file: file.name,
    text: { zh: `「${file.name}」里没有数据`, en: `"${file.name}" holds no data` },
  });
}

/** A time is kept as a fraction of a day, which misses whole seconds by a little. */
function withWholeSeconds(row: SheetCell[]): SheetCell[] {
  return row.map((cell) => {
    if (!(cell instanceof Date)) return cell;
    const whole = Math.round(cell.getTime() / 1000) * 1000;
    return Math.abs(cell.getTime() - whole) <= 5 ? new Date(whole) : cell;
  });
}

/** Without empty rows, and without the empty columns at either side. */
function trim(rows: SheetCell[][]): SheetCell[][] {
  const filled = rows.filter((row) => row.some((cell) => cellText(cell) !== ''));
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (const row of filled) {
    const start = row.findIndex((cell) => cellText(cell) !== '');
    first = Math.min(first, start);
    last = Math.max(
      last,
      row.findLastIndex((cell) => cellText(cell) !== ''),
    );
  }
  return filled.map((row) => Array.from({ length: last - first + 1 }, (_, at) => row[first + at] ?? null));
}

function columnType(rows: SheetCell[][], column: number): string {
  let type: string | null = null;
  for (const row of rows) {
    const cell = row[column] ?? null;
    if (cell === null || cell === '') continue;
    const own = cellType(cell);
    if (type === null || type === own) type = own;
    else
      type =
        widened.find(([narrow, wide]) => [type, own].every((one) => one === narrow || one === wide))?.[1] ??
        'VARCHAR';
    if (type === 'VARCHAR') break;
  }
  return type ?? 'VARCHAR';
}

const widened: [narrow: string, wide: string][] = [
  ['BIGINT', 'DOUBLE'],
  ['DATE', 'TIMESTAMP'],
];

function cellType(cell: Exclude<SheetCell, null>): string {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? 'BIGINT' : 'DOUBLE';
  if (typeof cell === 'boolean') return 'BOOLEAN';
  if (typeof cell === 'string') return 'VARCHAR';
  return cell.getTime() % 86_400_000 === 0 ? 'DATE' : 'TIMESTAMP';
}

function toCsv(rows: SheetCell[][], types: readonly string[]): string[] {
  return rows.map((row) => {
    const cells = types.map((_, column) => {
      const text = cellText(row[column] ?? null);
      return text === '' ? '' : `"${text.replaceAll('"', '""')}"`;
    });
    return `${cells.join(',')}\n`;
  });
}

function cellText(cell: SheetCell): string {
  if (cell === null) return '';
  if (!(cell instanceof Date)) return String(cell);
  const iso = cell.toISOString();
  return cell.getTime() % 86_400_000 === 0 ? iso.slice(0, 10) : iso.slice(0, 23).replace('T', ' ');
}
