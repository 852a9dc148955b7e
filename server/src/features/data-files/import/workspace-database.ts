import { setTimeout as delay } from 'node:timers/promises';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { takeName } from './header.ts';

const configuration = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  memory_limit: '1GB',
  threads: '2',
};
const openAttempts = 20;
const openPauseMs = 100;

/** A user's DuckDB file, open for writing; of other files it reaches only those of one folder. */
export interface WorkspaceDatabase {
  run(sql: string, params?: DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Reads outside of the running transaction, which a failure would end. */
  read(sql: string, params: DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Makes a table from a query under a free name like the wanted one. Rejects with the query's error. */
  createTable(
    wanted: string,
    query: string,
    params: DuckDBValue[],
  ): Promise<{ table: string; rowsCount: number }>;
  close(): void;
}

/** Opens the file, which is made when missing, with what is read from elsewhere confined to `folder`. */
export async function openWorkspace(path: string, folder: string): Promise<WorkspaceDatabase> {
  const instance = await openWhenFree(path, folder);
  const connection = await instance.connect();
  await confine(connection, folder);
  const reader = await instance.connect();
  const run = async (sql: string, params: DuckDBValue[] = []) =>
    (await connection.runAndReadAll(sql, params)).getRows();
  const existing = await run('SELECT table_name FROM information_schema.tables');
  const taken = new Set(existing.map(([name]) => String(name).toLowerCase()));

  return {
    run,
    read: async (sql, params) => (await reader.runAndReadAll(sql, params)).getRows(),
    async createTable(wanted, query, params) {
      const table = takeName(wanted, taken);
      const identifier = quoteIdentifier('duckdb', table);
      await run(['CREATE TABLE', identifier, 'AS', query].join(' '), params);
      const [[count] = []] = await run(['SELECT count(*) FROM', identifier].join(' '));
      return { table, rowsCount: Number(count) };
    },
    close() {
      reader.closeSync();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A file that was just closed elsewhere may be locked for a moment longer. */
async function openWhenFree(path: string, folder: string): Promise<DuckDBInstance> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await DuckDBInstance.create(path, { ...configuration, temp_directory: folder });
    } catch (error) {
      if (attempt === openAttempts || !/lock/i.test((error as Error).message)) throw error;
      await delay(openPauseMs);
    }
  }
}

async function confine(connection: DuckDBConnection, folder: string): Promise<void> {
  const quoted = folder.replaceAll("'", "''");
  await connection.run(['SET allowed_directories = [', `'${quoted}/'`, ']'].join(''));
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}
