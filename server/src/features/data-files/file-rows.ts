import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { findEngine } from '@sextant/engines/registry';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { createTurns } from '../../platform/turns/turns.ts';
import { runImport } from './import-runner.ts';
import { formatOf } from './uploads.ts';

/** The rows of a file, or of a sheet of a workbook. */
export interface FilePart {
  /** The file's name, with the sheet behind `#` for a workbook. */
  source: string;
  columns: readonly ResultColumn[];
  batches: AsyncIterable<Cell[][]>;
}

export interface ReadableFile {
  /** Shown to people; its ending says the format. */
  name: string;
  /** Puts the file's bytes there; it is removed once the rows were read. */
  copyTo: (path: string) => Promise<void>;
}

/** Reads, like an import, without the gate of a server. */
const atOnce = 1;

/**
 * Reads files of rows (CSV, JSON, XLSX, Parquet) as imports do: in a process of its own into a DuckDB file that lives as
 * long as the reading. Rejects with `FILE_INVALID` for a broken file.
 */
export function createFileRows(options: { folder: string }) {
  const inTurn = createTurns(atOnce);

  return async function* readFile(file: ReadableFile, signal: AbortSignal): AsyncGenerator<FilePart> {
    const folder = join(options.folder, `rows-${randomUUID()}`);
    const path = join(folder, 'file');
    const workspace = join(folder, 'rows.duckdb');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await file.copyTo(path);
      const files = [{ name: file.name, path, format: formatOf(file.name) ?? 'csv' }];
      const loaded = await inTurn(() => runImport({ kind: 'import', workspace, folder, files }, signal));
      yield* readTables(workspace, loaded, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

export type ReadFileRows = ReturnType<typeof createFileRows>;

async function* readTables(
  path: string,
  loaded: readonly { table: string; source: string }[],
  signal: AbortSignal,
): AsyncGenerator<FilePart> {
  const settings = { host: null, port: null, username: null, password: null, database: path, options: {} };
  const resolveHost = () => Promise.reject(new Error('A file has no host'));
  const database = await findEngine('duckdb')?.open(settings, { resolveHost });
  if (!database) throw new Error('There is no engine for files');
  try {
    for (const { table, source } of loaded) {
      const sql = ['SELECT * FROM', quoteIdentifier('duckdb', table)].join(' ');
      const { columns, batches } = await database.query(sql, { signal });
      yield { source, columns, batches };
    }
  } finally {
    await database.close();
  }
}
