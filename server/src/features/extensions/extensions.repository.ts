import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';

export type ExtensionRow = Selectable<Schema['extensions']>;
export type ExtensionVersionRow = Selectable<Schema['extension_versions']>;
export type ExtensionResultRow = Selectable<Schema['extension_results']>;
export type NewExtensionVersion = Omit<ExtensionVersionRow, 'extension_id' | 'version' | 'created_at'>;

/** An extension with the version of its code that runs. */
export interface StoredExtension {
  row: ExtensionRow;
  version: ExtensionVersionRow;
}

/** A run with who started it and what it brought. */
export type RunRow = ExecutionRow & {
  username: string | null;
  result_type: string | null;
  result_bytes: number | null;
};

const keptResults = 200;
const keptRuns = 2000;

/** Extensions, the versions of their code, and their runs with results. */
export function createExtensionsRepository(db: MetadataDatabase) {
  const runs = (extensionId: string, userId: string | undefined) => {
    const query = db
      .selectFrom('executions')
      .where('executions.task_type', '=', 'extension')
      .where('executions.script_id', '=', extensionId);
    return userId === undefined ? query : query.where('executions.user_id', '=', userId);
  };
  const runColumns = [
    'users.username as username',
    'extension_results.type as result_type',
    'extension_results.bytes as result_bytes',
  ] as const;

  return {
    all: (): Promise<ExtensionRow[]> =>
      db.selectFrom('extensions').selectAll().orderBy('number', 'desc').execute(),

    find: (id: string): Promise<ExtensionRow | undefined> =>
      db.selectFrom('extensions').selectAll().where('id', '=', id).executeTakeFirst(),

    version: (id: string, version: number): Promise<ExtensionVersionRow | undefined> =>
      db
        .selectFrom('extension_versions')
        .selectAll()
        .where('extension_id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst(),

    versions: (id: string): Promise<ExtensionVersionRow[]> =>
      db
        .selectFrom('extension_versions')
        .selectAll()
        .where('extension_id', '=', id)
        .orderBy('version', 'desc')
        .execute(),

    /** The version of each extension that runs. */
    activeVersions: (): Promise<ExtensionVersionRow[]> =>
      db
        .selectFrom('extension_versions')
        .innerJoin('extensions', (join) =>
          join
            .onRef('extensions.id', '=', 'extension_versions.extension_id')
            .onRef('extensions.version', '=', 'extension_versions.version'),
        )
        .selectAll('extension_versions')
        .execute(),

    async add(row: Omit<ExtensionRow, 'number'>, version: NewExtensionVersion): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction.insertInto('extensions').values(row).execute();
        await transaction
          .insertInto('extension_versions')
          .values({ ...version, extension_id: row.id, version: row.version, created_at: row.created_at })
          .execute();
      });
    },

    /** Adds a version of the code, and gives its number; it does not run yet. */
    async addVersion(id: string, version: NewExtensionVersion): Promise<number> {
      return db.transaction().execute(async (transaction) => {
        // Touching the row takes its lock, so that two versions get two numbers.
        const now = new Date().toISOString();
        await transaction.updateTable('extensions').set({ updated_at: now }).where('id', '=', id).execute();
        const { newest } = await transaction
          .selectFrom('extension_versions')
          .select((select) => select.fn.max('version').as('newest'))
          .where('extension_id', '=', id)
          .executeTakeFirstOrThrow();
        const number = Number(newest ?? 0) + 1;
        await transaction
          .insertInto('extension_versions')
          .values({ ...version, extension_id: id, version: number, created_at: now })
          .execute();
        return number;
      });
    },

    async update(id: string, changes: Partial<Omit<ExtensionRow, 'id' | 'number'>>): Promise<void> {
      await db
        .updateTable('extensions')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .execute();
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('extensions').where('id', '=', id).execute();
    },

    /** Runs of an extension, newest first. */
    async runs(
      id: string,
      page: { userId: string | undefined; limit: number; offset: number },
    ): Promise<{ rows: RunRow[]; total: number }> {
      const rows = await runs(id, page.userId)
        .leftJoin('users', 'users.id', 'executions.user_id')
        .leftJoin('extension_results', 'extension_results.execution_id', 'executions.id')
        .selectAll('executions')
        .select(runColumns)
        .orderBy('executions.number', 'desc')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      const { total } = await runs(id, page.userId)
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    run: (executionId: string): Promise<RunRow | undefined> =>
      db
        .selectFrom('executions')
        .leftJoin('users', 'users.id', 'executions.user_id')
        .leftJoin('extension_results', 'extension_results.execution_id', 'executions.id')
        .selectAll('executions')
        .select(runColumns)
        .where('executions.id', '=', executionId)
        .where('executions.task_type', '=', 'extension')
        .executeTakeFirst(),

    result: (executionId: string): Promise<ExtensionResultRow | undefined> =>
      db
        .selectFrom('extension_results')
        .selectAll()
        .where('execution_id', '=', executionId)
        .executeTakeFirst(),

    async log(executionId: string, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('execution_logs')
        .select('message')
        .where('execution_id', '=', executionId)
        .orderBy('number')
        .limit(limit)
        .execute();
      return rows.map(({ message }) => message);
    },

    addResult: async (row: Omit<ExtensionResultRow, 'number'>): Promise<void> => {
      await db.insertInto('extension_results').values(row).execute();
    },

    /** Lets go of an extension's oldest results and runs beyond those that are kept; gives whose files can go too. */
    async prune(id: string): Promise<string[]> {
      const beyond = await db
        .selectFrom('extension_results')
        .select(['execution_id', 'has_file'])
        .where('extension_id', '=', id)
        .orderBy('number', 'desc')
        .limit(500)
        .offset(keptResults)
        .execute();
      const ids = beyond.map((row) => row.execution_id);
      if (ids.length > 0) await db.deleteFrom('extension_results').where('execution_id', 'in', ids).execute();
      const old = await runs(id, undefined)
        .select('executions.id')
        .where('executions.ended_at', 'is not', null)
        .orderBy('executions.number', 'desc')
        .limit(500)
        .offset(keptRuns)
        .execute();
      if (old.length > 0)
        await db
          .deleteFrom('executions')
          .where(
            'id',
            'in',
            old.map((row) => row.id),
          )
          .execute();
      return beyond.filter((row) => row.has_file === 1).map((row) => row.execution_id);
    },
  };
}

export type ExtensionsRepository = ReturnType<typeof createExtensionsRepository>;
