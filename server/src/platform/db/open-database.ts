import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Config } from '../../config.ts';
import type { Schema } from './schema.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';

export type MetadataKind = 'sqlite' | 'postgresql';
export type MetadataDatabase = Kysely<Schema>;

const int8Oid = 20;

/** Opens the metadata database: PostgreSQL when `SEXTANT_DATABASE_URL` is set, else SQLite in the data folder. */
export function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): {
  db: MetadataDatabase;
  kind: MetadataKind;
} {
  if (config.databaseUrl === null) {
    const dialect = createSqliteDialect(join(config.dataDir, 'sextant.sqlite'));
    return { db: new Kysely<Schema>({ dialect }), kind: 'sqlite' };
  }
  const pool = new Pool({
    connectionString: config.databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) =>
        oid === int8Oid ? (text: string) => Number(text) : types.getTypeParser(oid, format),
    },
  });
  pool.on('error', () => undefined);
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), kind: 'postgresql' };
}
