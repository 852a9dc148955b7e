import { stat } from 'node:fs/promises';
import { quoteIdentifier } from '@sextant/sql/identifier';
import {
  FileFault,
  type ImportOrder,
  type ImportReply,
  type LoadedTable,
  type PreviewOrder,
  type UploadedFile,
} from './import-protocol.ts';
import { loadCsv } from './load-csv.ts';
import { loadJson } from './load-json.ts';
import { loadParquet } from './load-parquet.ts';
import { loadWorkbook } from './load-workbook.ts';
import { previewFile } from './preview-file.ts';
import { openWorkspace, type WorkspaceDatabase } from './workspace-database.ts';

const loaders = { csv: loadCsv, json: loadJson, parquet: loadParquet, xlsx: loadWorkbook };

/** Carries out one order in one transaction: all tables of all files, or none. */
async function carryOut(order: Exclude<ImportOrder, PreviewOrder>): Promise<LoadedTable[]> {
  const database = await openWorkspace(order.workspace, order.folder);
  try {
    await database.run('BEGIN TRANSACTION');
    const tables =
      order.kind === 'import' ? await loadAll(database, order) : await drop(database, order.table);
    await database.run('COMMIT');
    await database.run('CHECKPOINT');
    return tables;
  } finally {
    database.close();
  }
}

async function loadAll(
  database: WorkspaceDatabase,
  order: Extract<ImportOrder, { kind: 'import' }>,
): Promise<LoadedTable[]> {
  const tables: LoadedTable[] = [];
  for (const file of order.files) {
    if ((await stat(file.path)).size === 0) throw emptyFile(file);
    tables.push(...(await loaders[file.format](database, file, order.folder)));
  }
  return tables;
}

async function drop(database: WorkspaceDatabase, table: string): Promise<LoadedTable[]> {
  await database.run(['DROP TABLE IF EXISTS', quoteIdentifier('duckdb', table)].join(' '));
  return [];
}

function emptyFile(file: UploadedFile): FileFault {
  return new FileFault({
    file: file.name,
    text: { zh: `「${file.name}」是空文件`, en: `"${file.name}" is empty` },
  });
}

async function answer(order: ImportOrder): Promise<ImportReply> {
  try {
    if (order.kind === 'preview') {
      return { kind: 'preview', preview: await previewFile(order.file, order.folder, order.sheet) };
    }
    return { kind: 'done', tables: await carryOut(order) };
  } catch (error) {
    if (error instanceof FileFault) return { kind: 'fault', fault: error.fault };
    return { kind: 'crash', message: (error as Error).message };
  }
}

process.once('message', async (order: ImportOrder) => {
  process.send?.(await answer(order));
});
// The server hangs up when it has the answer, and also when it dies.
process.once('disconnect', () => process.exit(0));
