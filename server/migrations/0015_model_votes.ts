import type { Kysely } from 'kysely';

/** Whether a model answers hard questions three times and takes the majority, which its owner pays for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('models')
    .addColumn('votes_on_hard', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
