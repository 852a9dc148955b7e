import { quoteIdentifier } from '@sextant/sql/identifier';
import { FileFault, type LoadedTable, type TablePreview, type UploadedFile } from './import-protocol.ts';
import { loadCsv } from './load-csv.ts';
import { loadJson } from './load-json.ts';
import { loadWorkbook } from './load-workbook.ts';
import { openWorkspace, type WorkspaceDatabase } from './workspace-database.ts';

const shownRows = 100;
const longestCell = 2_000;
const loaders = { csv: loadCsv, json: loadJson, xlsx: loadWorkbook };

/** The first rows of a data file as texts, from a database in memory. A `FileFault` says why there are none. */
export async function previewFile(
  file: UploadedFile,
  folder: string,
  sheet: string | null,
): Promise<TablePreview> {
  const database = await openWorkspace(':memory:', folder);
  try {
    if (file.format === 'parquet') {
      const source = 'read_parquet($1)';
      return { ...(await firstRows(database, source, file, [file.path])), sheet: null, sheets: [] };
    }
    const loaded = await loaders[file.format](database, file, folder);
    const sheets = file.format === 'xlsx' ? loaded.map(sheetOf) : [];
    const table = loaded[Math.max(0, sheet === null ? 0 : sheets.indexOf(sheet))];
    if (!table) throw new Error('a file that was loaded has a table');
    const rows = await firstRows(database, quoteIdentifier('duckdb', table.table), file, []);
    return { ...rows, sheet: file.format === 'xlsx' ? sheetOf(table) : null, sheets };
  } finally {
    database.close();
  }
}

function sheetOf({ source }: LoadedTable): string {
  return source.slice(source.indexOf('#') + 1);
}

async function firstRows(database: WorkspaceDatabase, source: string, file: UploadedFile, params: string[]) {
  try {
    const described = await database.read(['DESCRIBE SELECT * FROM', source].join(' '), params);
    const rows = await database.read(
      [
        'SELECT left(CAST(COLUMNS(*) AS VARCHAR), ',
        longestCell,
        ') FROM ',
        source,
        ' LIMIT ',
        shownRows + 1,
      ].join(''),
      params,
    );
    return {
      columns: described.map(([name, type]) => ({ name: String(name), type: String(type) })),
      rows: rows.slice(0, shownRows).map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
      hasMore: rows.length > shownRows,
    };
  } catch {
    throw new FileFault({
      file: file.name,
      text: { zh: `「${file.name}」无法作为表格读取`, en: `"${file.name}" cannot be read as a table` },
    });
  }
}
