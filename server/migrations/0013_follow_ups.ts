import type { Kysely } from 'kysely';

/** What is still to be done after an execution: written with its end, so that no crash comes between the two. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.alterTable('executions').addColumn('follow_ups_due_at', 'text').execute();
  await schema.alterTable('executions').addColumn('follow_ups_done', 'text').execute();
  await schema
    .alterTable('executions')
    .addColumn('follow_ups_attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await schema.createIndex('executions_follow_ups').on('executions').column('follow_ups_due_at').execute();
}
