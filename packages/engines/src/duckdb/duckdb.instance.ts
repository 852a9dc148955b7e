import type { DuckDBInstance, DuckDBType, DuckDBValue, Json } from '@duckdb/node-api';
import { existingFile } from '../database-file.ts';
import { writableInstance } from './duckdb.writable.ts';

/** Reading only, no other files, no network, no extensions, and no way to change any of this by SQL. */
const configuration = {
  access_mode: 'READ_ONLY',
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  memory_limit: '1GB',
  max_temp_directory_size: '4GB',
  threads: '2',
  lock_configuration: 'true',
};

export interface OpenInstance {
  instance: DuckDBInstance;
  /** Others write through this instance, so that each statement must say for itself that it only reads. */
  writable: boolean;
  toJson: (value: DuckDBValue, type: DuckDBType) => Json;
}

/** An open DuckDB file that its sessions share. */
export interface SharedInstance {
  take(): Promise<OpenInstance>;
  give(): void;
}

async function openInstance(path: string): Promise<OpenInstance> {
  const file = await existingFile(path);
  const { DuckDBInstance, JsonDuckDBValueConverter: converter } = await import('@duckdb/node-api');
  const toJson: OpenInstance['toJson'] = (value, type) => converter(value, type, converter);
  const shared = writableInstance(file);
  if (shared) return { instance: shared, writable: true, toJson };
  return { instance: await DuckDBInstance.create(file, configuration), writable: false, toJson };
}

/** Opens the file for the first session and closes it after the last, so that others may write to it meanwhile. */
export function shareInstance(path: string): SharedInstance {
  let opening: Promise<OpenInstance> | null = null;
  let users = 0;

  function give(): void {
    users -= 1;
    if (users > 0) return;
    opening?.then(({ instance, writable }) => writable || instance.closeSync()).catch(() => {});
    opening = null;
  }

  return {
    async take() {
      users += 1;
      opening ??= openInstance(path);
      try {
        return await opening;
      } catch (error) {
        give();
        throw error;
      }
    },
    give,
  };
}
