import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { MetadataDatabase, MetadataKind } from './open-database.ts';

const folder = join(import.meta.dirname, '../../../migrations');

type Up = (db: Kysely<unknown>, kind: MetadataKind) => Promise<void>;

/** Brings the metadata tables to the newest version; throws on a database that a newer Sextant has written. */
export async function migrateToLatest(db: MetadataDatabase, kind: MetadataKind): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => readMigrations(kind) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function readMigrations(kind: MetadataKind): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.ts$/.test(name)).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    const { up } = (await import(pathToFileURL(join(folder, file)).href)) as { up: Up };
    migrations[file.slice(0, -3)] = { up: (db) => up(db, kind) };
  }
  return migrations;
}
