import { type Kysely, sql } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** Tasks, their executions and what these wrote to their logs. */
async function addTasks(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('tasks'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('owner_id', 'text', (c) => c.references('users.id').onDelete('set null'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('task_type', 'text', (c) => c.notNull())
    .addColumn('script_id', 'text')
    .addColumn('params', 'text', (c) => c.notNull())
    .addColumn('schedule_type', 'text', (c) => c.notNull())
    .addColumn('schedule_expression', 'text', (c) => c.notNull())
    .addColumn('timezone', 'text')
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('max_retries', 'integer', (c) => c.notNull())
    .addColumn('retry_delay_seconds', 'integer', (c) => c.notNull())
    .addColumn('timeout_seconds', 'integer', (c) => c.notNull())
    .addColumn('overlap', 'text', (c) => c.notNull())
    .addColumn('misfire', 'text', (c) => c.notNull())
    .addColumn('on_success', 'text', (c) => c.notNull())
    .addColumn('on_failure', 'text', (c) => c.notNull())
    .addColumn('next_fire_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('tasks_next_fire').on('tasks').columns(['is_active', 'next_fire_at']).execute();
}

async function addExecutions(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('executions'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('task_id', 'text', (c) => c.references('tasks.id').onDelete('set null'))
    .addColumn('task_type', 'text', (c) => c.notNull())
    .addColumn('script_id', 'text')
    .addColumn('script_version', 'integer')
    .addColumn('params', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('progress', 'real', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('max_attempts', 'integer', (c) => c.notNull())
    .addColumn('retry_delay_seconds', 'integer', (c) => c.notNull())
    .addColumn('timeout_seconds', 'integer', (c) => c.notNull())
    .addColumn('triggered_by', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text')
    .addColumn('exclusive_key', 'text')
    .addColumn('fire_at', 'text')
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('cancel_requested', 'integer', (c) => c.notNull())
    .addColumn('table_name', 'text')
    .addColumn('rows_before', 'bigint')
    .addColumn('rows_after', 'bigint')
    .addColumn('rows_affected', 'bigint')
    .addColumn('result', 'text')
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .execute();
  await db.schema.createIndex('executions_due').on('executions').columns(['status', 'due_at']).execute();
  await db.schema.createIndex('executions_task').on('executions').columns(['task_id', 'number']).execute();
  // One fire time runs once, and of executions that exclude each other one at a time, whatever the workers do.
  await db.schema
    .createIndex('executions_fire')
    .unique()
    .on('executions')
    .columns(['task_id', 'fire_at'])
    .execute();
  await sql`create unique index executions_exclusive on executions (exclusive_key)
            where status = 'running' and exclusive_key is not null`.execute(db);
  await withNumber(db.schema.createTable('execution_logs'), kind)
    .addColumn('execution_id', 'text', (c) => c.notNull().references('executions.id').onDelete('cascade'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('execution_logs_execution')
    .on('execution_logs')
    .columns(['execution_id', 'number'])
    .execute();
}

async function addScripts(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('scripts'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('category', 'text', (c) => c.notNull())
    .addColumn('frequency', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('problem', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('script_versions')
    .addColumn('script_id', 'text', (c) => c.notNull().references('scripts.id').onDelete('cascade'))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('author_id', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('script_versions_key', ['script_id', 'version'])
    .execute();
}

async function addCollectedTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('collected_tables')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('category', 'text')
    .addColumn('script_id', 'text')
    .addColumn('comment', 'text')
    .addColumn('key_columns', 'text')
    .addColumn('columns', 'text', (c) => c.notNull())
    .addColumn('rows_count', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bigint')
    .addColumn('last_updated_at', 'text')
    .addColumn('last_execution_id', 'text')
    .addColumn('checks', 'text', (c) => c.notNull())
    .addColumn('failed_checks', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addTasks(db, kind);
  await addExecutions(db, kind);
  await addScripts(db, kind);
  await addCollectedTables(db);
}
