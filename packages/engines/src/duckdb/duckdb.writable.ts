import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { describeDuckdbError } from './duckdb.errors.ts';

/** No other files, no network, no extensions, and no way to change any of this by SQL. */
const configuration = {
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  memory_limit: '2GB',
  threads: '2',
  lock_configuration: 'true',
};

/** A DuckDB file that this process keeps open for writing; read-only sessions over it share the instance. */
export interface WritableDuckdb {
  path: string;
  /** A connection that may write; the caller closes it. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/** DuckDB lets one opener per process and file, so that who reads must know who writes. */
const instances = new Map<string, DuckDBInstance>();

/** The instance that has a file open for writing in this process. */
export function writableInstance(path: string): DuckDBInstance | undefined {
  return instances.get(resolve(path));
}

/** Opens a file for writing, once per process, and makes it when it is not there. Rejects with an `EngineError`. */
export async function openWritableDuckdb(path: string): Promise<WritableDuckdb> {
  const file = resolve(path);
  if (instances.has(file)) throw new Error(`${file} is open for writing already`);
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(file, configuration).catch((error: unknown) => {
    throw describeDuckdbError(error);
  });
  instances.set(file, instance);
  return {
    path: file,
    connect: () => instance.connect(),
    close() {
      if (!instances.delete(file)) return;
      instance.closeSync();
    },
  };
}
