import { firstLine } from './database-message.ts';
import { FileFault, type LoadedTable, type UploadedFile } from './import-protocol.ts';
import { tableName } from './table-name.ts';
import { toUtf8 } from './text-encoding.ts';
import type { WorkspaceDatabase } from './workspace-database.ts';

/** Deeper parts stay JSON: finding a type for thousands of levels would take hours. */
const query = `SELECT * FROM read_json($1, format = 'auto', sample_size = -1, maximum_object_size = 33554432,
  maximum_depth = 8)`;

/** Loads an array of objects, one object, or one object per line. A `FileFault` names the line or byte. */
export async function loadJson(
  database: WorkspaceDatabase,
  file: UploadedFile,
  folder: string,
): Promise<LoadedTable[]> {
  const { path, encoding } = await toUtf8(file, folder);
  try {
    const loaded = await database.createTable(tableName(file.name), query, [path]);
    return [{ ...loaded, source: file.name, encoding }];
  } catch (error) {
    throw describe((error as Error).message, file);
  }
}

function describe(message: string, file: UploadedFile): FileFault {
  const [, byte, unit, row, reason] =
    /at byte (\d+) in (line|record\/value) (\d+): ([^\n]*)/.exec(message) ?? [];
  const other = firstLine(message);
  const zh =
    row === undefined
      ? `无法作为 JSON 读取，应为对象数组或每行一个对象：${other}`
      : `第 ${row} ${unit === 'line' ? '行' : '条'}、第 ${byte} 个字节处 JSON 有误：${reason?.trim()}`;
  const en =
    row === undefined
      ? `cannot be read as JSON; an array of objects or one object per line is expected: ${other}`
      : `${unit === 'line' ? 'line' : 'record'} ${row}, byte ${byte}: ${reason?.trim()}`;
  return new FileFault({
    file: file.name,
    ...(row !== undefined && { row: Number(row) }),
    text: { zh: `「${file.name}」${zh}`, en: `"${file.name}", ${en}` },
  });
}
