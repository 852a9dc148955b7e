import type { Kysely } from 'kysely';

export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('relationships')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('from_schema', 'text')
    .addColumn('from_table', 'text', (c) => c.notNull())
    .addColumn('from_columns', 'text', (c) => c.notNull())
    .addColumn('to_schema', 'text')
    .addColumn('to_table', 'text', (c) => c.notNull())
    .addColumn('to_columns', 'text', (c) => c.notNull())
    .addColumn('ends', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('relationships_connection_ends', ['connection_id', 'ends'])
    .execute();

  await schema
    .createTable('diagram_layouts')
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('layout', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('diagram_layouts_key', ['user_id', 'connection_id'])
    .execute();
}
