import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Config } from '../../config.ts';
import { StartError } from './data-folder.ts';
import { migrateToLatest } from './migrate.ts';
import type { Schema } from './schema.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';

export type MetadataKind = 'sqlite' | 'postgresql';
export type MetadataDatabase = Kysely<Schema>;

const int8Oid = 20;

/**
 * Opens the metadata database and brings its tables up to date: PostgreSQL when `SEXTANT_DATABASE_URL` is set,
 * else SQLite in the data folder. Throws a `StartError` that names the place and the next step.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
): Promise<{ db: MetadataDatabase; kind: MetadataKind }> {
  const kind = config.databaseUrl === null ? 'sqlite' : 'postgresql';
  let db: MetadataDatabase | null = null;
  try {
    const dialect =
      config.databaseUrl === null
        ? createSqliteDialect(sqlitePath(config.dataDir))
        : new PostgresDialect({ pool: createPool(config.databaseUrl) });
    db = new Kysely<Schema>({ dialect });
    await migrateToLatest(db, kind);
    return { db, kind };
  } catch (error) {
    await db?.destroy();
    throw new StartError(explain(config, error), { cause: error });
  }
}

function sqlitePath(dataDir: string): string {
  return join(dataDir, 'sextant.sqlite');
}

function createPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) =>
        oid === int8Oid ? (text: string) => Number(text) : types.getTypeParser(oid, format),
    },
  });
  // A broken idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

function explain(config: Pick<Config, 'databaseUrl' | 'dataDir'>, error: unknown): string {
  const reason = error instanceof AggregateError ? error.errors[0]?.message : (error as Error).message;
  if (config.databaseUrl === null) {
    return `The metadata database ${sqlitePath(config.dataDir)} cannot be opened: ${reason}. Put the file back from a backup, or set SEXTANT_DATA_DIR to another folder.`;
  }
  const { host, pathname } = new URL(config.databaseUrl);
  return `The metadata database ${pathname.slice(1)} on ${host} cannot be opened: ${reason}. Check SEXTANT_DATABASE_URL and that the server runs.`;
}
