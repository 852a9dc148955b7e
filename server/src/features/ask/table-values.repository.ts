import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';

export type TableValuesRow = Omit<Schema['table_values'], 'connection_id'>;

/** The values that were read of the tables of each connection; they go with the connection. */
export function createTableValuesRepository(db: MetadataDatabase) {
  return {
    list: (connectionId: string): Promise<TableValuesRow[]> =>
      db
        .selectFrom('table_values')
        .select(['table_key', 'definition', 'row_estimate', 'content', 'read_at'])
        .where('connection_id', '=', connectionId)
        .execute(),

    async save(connectionId: string, rows: readonly TableValuesRow[]): Promise<void> {
      if (rows.length === 0) return;
      await db
        .insertInto('table_values')
        .values(rows.map((row) => ({ connection_id: connectionId, ...row })))
        .onConflict((conflict) =>
          conflict.columns(['connection_id', 'table_key']).doUpdateSet(({ ref }) => ({
            definition: ref('excluded.definition'),
            row_estimate: ref('excluded.row_estimate'),
            content: ref('excluded.content'),
            read_at: ref('excluded.read_at'),
          })),
        )
        .execute();
    },

    async remove(connectionId: string, tableKeys: readonly string[]): Promise<void> {
      if (tableKeys.length === 0) return;
      await db
        .deleteFrom('table_values')
        .where('connection_id', '=', connectionId)
        .where('table_key', 'in', tableKeys)
        .execute();
    },
  };
}

export type TableValuesRepository = ReturnType<typeof createTableValuesRepository>;
