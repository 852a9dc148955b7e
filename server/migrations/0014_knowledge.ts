import type { Kysely } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** What administrators explain: terms, questions with the SQL that was found right, and guesses they turned down. */
async function addKnowledge({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('glossary_terms')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.references('connections.id').onDelete('cascade'))
    // The connection's id or empty: a unique constraint takes no null for equal to another.
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('term', 'text', (c) => c.notNull())
    .addColumn('term_key', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('synonyms', 'text', (c) => c.notNull())
    .addColumn('expression', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('examples', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_by', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('glossary_terms_key', ['scope', 'term_key'])
    .execute();
  await schema
    .createTable('verified_examples')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('question_key', 'text', (c) => c.notNull())
    .addColumn('sql', 'text', (c) => c.notNull())
    .addColumn('is_shared', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('verified_examples_key', ['connection_id', 'user_id', 'question_key'])
    .execute();
  await schema
    .createTable('dismissed_relationships')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('ends', 'text', (c) => c.notNull())
    .addColumn('dismissed_by', 'text', (c) => c.notNull())
    .addColumn('dismissed_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('dismissed_relationships_key', ['connection_id', 'ends'])
    .execute();
}

/** Questions whose right answer is known, the runs that asked them, and when the next run comes by itself. */
async function addGoldenQuestions(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await db.schema
    .createTable('golden_questions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('question_key', 'text', (c) => c.notNull())
    .addColumn('gold_sql', 'text')
    .addColumn('is_ordered', 'integer', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('golden_questions_key', ['connection_id', 'question_key'])
    .execute();
  await withNumber(db.schema.createTable('golden_runs'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('execution_id', 'text')
    .addColumn('model_id', 'text', (c) => c.notNull())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('started_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('previous_id', 'text')
    .addColumn('summary', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema
    .createIndex('golden_runs_connection')
    .on('golden_runs')
    .columns(['connection_id', 'number'])
    .execute();
  await db.schema
    .createTable('golden_outcomes')
    .addColumn('run_id', 'text', (c) => c.notNull().references('golden_runs.id').onDelete('cascade'))
    .addColumn('question_id', 'text', (c) => c.notNull())
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('class', 'text', (c) => c.notNull())
    .addColumn('gold_sql', 'text')
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('sql', 'text')
    .addColumn('message', 'text')
    .addColumn('milliseconds', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('golden_outcomes_key', ['run_id', 'question_id'])
    .execute();
  await db.schema
    .createTable('golden_settings')
    .addColumn('connection_id', 'text', (c) =>
      c.primaryKey().references('connections.id').onDelete('cascade'),
    )
    .addColumn('is_automatic', 'integer', (c) => c.notNull())
    .addColumn('model_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('due_at', 'text')
    .addColumn('due_reason', 'text')
    .execute();
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addKnowledge(db);
  await addGoldenQuestions(db, kind);
}
