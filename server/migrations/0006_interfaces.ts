import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('python_modules')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('version', 'text')
    .addColumn('stamp', 'text')
    .addColumn('functions_count', 'integer', (c) => c.notNull())
    .addColumn('problem', 'text')
    .addColumn('failures', 'text', (c) => c.notNull())
    .addColumn('seconds', 'real', (c) => c.notNull())
    .addColumn('read_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.alterTable('collected_tables').addColumn('script_state', 'text').execute();
}
