import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type ScriptRow = Selectable<Schema['scripts']>;
export type ScriptVersionRow = Selectable<Schema['script_versions']>;
export type NewVersion = Pick<ScriptVersionRow, 'sha256' | 'source' | 'description' | 'author_id'>;
export type ScriptValues = Omit<ScriptRow, 'number' | 'version' | 'is_active' | 'created_at' | 'updated_at'>;

/** Scripts with the versions of their code; the newest version is the one that runs. */
export function createScriptsRepository(db: MetadataDatabase) {
  return {
    all: (): Promise<ScriptRow[]> =>
      db.selectFrom('scripts').selectAll().orderBy('category').orderBy('id').execute(),

    find: (id: string): Promise<ScriptRow | undefined> =>
      db.selectFrom('scripts').selectAll().where('id', '=', id).executeTakeFirst(),

    findByNumber: (number: number): Promise<ScriptRow | undefined> =>
      db.selectFrom('scripts').selectAll().where('number', '=', number).executeTakeFirst(),

    version: (id: string, version: number): Promise<ScriptVersionRow | undefined> =>
      db
        .selectFrom('script_versions')
        .selectAll()
        .where('script_id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst(),

    versions: (id: string): Promise<ScriptVersionRow[]> =>
      db
        .selectFrom('script_versions')
        .selectAll()
        .where('script_id', '=', id)
        .orderBy('version', 'desc')
        .execute(),

    /** The newest version of each script, without its code. */
    newestVersions: (): Promise<Omit<ScriptVersionRow, 'source'>[]> =>
      db
        .selectFrom('script_versions')
        .innerJoin('scripts', (join) =>
          join
            .onRef('scripts.id', '=', 'script_versions.script_id')
            .onRef('scripts.version', '=', 'script_versions.version'),
        )
        .select([
          'script_versions.script_id',
          'script_versions.version',
          'script_versions.sha256',
          'script_versions.description',
          'script_versions.author_id',
          'script_versions.created_at',
        ])
        .execute(),

    /**
     * Adds a version and makes it the one that runs; the first one makes the script. Code that runs already stays the
     * version that it is, so that two processes may register a file at once.
     */
    async addVersion(values: ScriptValues, newVersion: NewVersion): Promise<ScriptRow> {
      return db.transaction().execute((transaction) => addVersion(transaction, values, newVersion));
    },

    /** As `addVersion`, for several scripts at once. */
    async addVersions(all: readonly { values: ScriptValues; version: NewVersion }[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const { values, version } of all) await addVersion(transaction, values, version);
      });
    },

    async update(
      id: string,
      changes: Partial<Pick<ScriptRow, 'is_active' | 'problem' | 'path' | 'origin'>>,
    ): Promise<void> {
      await db.updateTable('scripts').set(changes).where('id', '=', id).execute();
    },
  };
}

export type ScriptsRepository = ReturnType<typeof createScriptsRepository>;

async function addVersion(
  transaction: MetadataDatabase,
  values: ScriptValues,
  newVersion: NewVersion,
): Promise<ScriptRow> {
  const now = new Date().toISOString();
  // Counting up first takes the row's lock.
  const row = await transaction
    .insertInto('scripts')
    .values({ ...values, version: 1, is_active: 1, created_at: now, updated_at: now })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        ...values,
        version: set('scripts.version', '+', 1),
        updated_at: now,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  const before = await transaction
    .selectFrom('script_versions')
    .select('sha256')
    .where('script_id', '=', row.id)
    .where('version', '=', row.version - 1)
    .executeTakeFirst();
  if (before?.sha256 === newVersion.sha256) {
    const version = row.version - 1;
    await transaction.updateTable('scripts').set({ version }).where('id', '=', row.id).execute();
    return { ...row, version };
  }
  await transaction
    .insertInto('script_versions')
    .values({ ...newVersion, script_id: row.id, version: row.version, created_at: now })
    .execute();
  return row;
}
