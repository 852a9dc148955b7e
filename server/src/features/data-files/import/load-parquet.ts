import { firstLine } from './database-message.ts';
import { FileFault, type LoadedTable, type UploadedFile } from './import-protocol.ts';
import { tableName } from './table-name.ts';
import type { WorkspaceDatabase } from './workspace-database.ts';

/** Loads a Parquet file, which brings its types along. */
export async function loadParquet(database: WorkspaceDatabase, file: UploadedFile): Promise<LoadedTable[]> {
  try {
    const loaded = await database.createTable(tableName(file.name), 'SELECT * FROM read_parquet($1)', [
      file.path,
    ]);
    return [{ ...loaded, source: file.name, encoding: null }];
  } catch (error) {
    const reason = firstLine((error as Error).message);
    throw new FileFault({
      file: file.name,
      text: {
        zh: `「${file.name}」不是完整的 Parquet 文件：${reason}`,
        en: `"${file.name}" is not a whole Parquet file: ${reason}`,
      },
    });
  }
}
