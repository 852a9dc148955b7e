import type { Kysely } from 'kysely';

export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('saved_queries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('owner_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('connection_id', 'text', (c) => c.references('connections.id').onDelete('set null'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('folder', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('is_shared', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('saved_queries_owner_folder')
    .on('saved_queries')
    .columns(['owner_id', 'folder'])
    .execute();
  await schema.createIndex('saved_queries_connection').on('saved_queries').column('connection_id').execute();

  await schema
    .createTable('saved_query_versions')
    .addColumn('saved_query_id', 'text', (c) =>
      c.notNull().references('saved_queries.id').onDelete('cascade'),
    )
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('sql', 'text', (c) => c.notNull())
    .addColumn('named_params', 'text', (c) => c.notNull())
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('saved_query_versions_key', ['saved_query_id', 'version'])
    .execute();

  await schema.createIndex('query_runs_created').on('query_runs').column('created_at').execute();
}
