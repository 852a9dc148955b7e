import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type CollectedTableRow = Selectable<Schema['collected_tables']>;
export type CollectedTableChanges = Partial<Omit<CollectedTableRow, 'name' | 'created_at'>>;

/** What is known of the collected tables beside their rows. A table whose `columns` are empty is not made yet. */
export function createCollectedTablesRepository(db: MetadataDatabase) {
  return {
    all: (): Promise<CollectedTableRow[]> =>
      db.selectFrom('collected_tables').selectAll().where('columns', '<>', '[]').orderBy('name').execute(),

    find: (name: string): Promise<CollectedTableRow | undefined> =>
      db.selectFrom('collected_tables').selectAll().where('name', '=', name).executeTakeFirst(),

    /** The table of that name, whatever its case, which databases do not tell apart. */
    findAnyCase: (name: string): Promise<CollectedTableRow | undefined> =>
      db
        .selectFrom('collected_tables')
        .selectAll()
        .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
        .executeTakeFirst(),

    /** Takes a name for a script; who comes second finds the row of the first. */
    async claim(
      row: Pick<
        CollectedTableRow,
        'name' | 'display_name' | 'category' | 'script_id' | 'comment' | 'key_columns'
      >,
    ): Promise<CollectedTableRow> {
      await db
        .insertInto('collected_tables')
        .values({
          ...row,
          columns: '[]',
          rows_count: 0,
          bytes: null,
          last_updated_at: null,
          last_execution_id: null,
          checks: '[]',
          failed_checks: '[]',
          script_state: null,
          created_at: new Date().toISOString(),
        })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      return db
        .selectFrom('collected_tables')
        .selectAll()
        .where('name', '=', row.name)
        .executeTakeFirstOrThrow();
    },

    async update(name: string, changes: CollectedTableChanges): Promise<void> {
      await db.updateTable('collected_tables').set(changes).where('name', '=', name).execute();
    },

    /** Gives back a name for which no table was made. */
    async release(name: string): Promise<void> {
      await db.deleteFrom('collected_tables').where('name', '=', name).where('columns', '=', '[]').execute();
    },

    async remove(name: string): Promise<void> {
      await db.deleteFrom('collected_tables').where('name', '=', name).execute();
    },
  };
}

export type CollectedTablesRepository = ReturnType<typeof createCollectedTablesRepository>;
