import type { Kysely } from 'kysely';

/** The values that were read of each table's text columns, so that neither a restart nor a new catalog reads them all again. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('table_values')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('table_key', 'text', (c) => c.notNull())
    // What the columns were, and the connection they were read over.
    .addColumn('definition', 'text', (c) => c.notNull())
    .addColumn('row_estimate', 'text')
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('table_values_key', ['connection_id', 'table_key'])
    .execute();
}
