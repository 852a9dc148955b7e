import { type Kysely, sql } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** Logins that several connections use. */
async function addCredentials(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('credentials'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('owner_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('driver', 'text')
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('secret', 'text')
    .addColumn('description', 'text')
    .addColumn('rotate_after_days', 'integer')
    .addColumn('rotated_at', 'text', (c) => c.notNull())
    .addColumn('reminded_at', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('credentials_name', ['owner_id', 'name'])
    .execute();
  await db.schema
    .alterTable('connections')
    .addColumn('credential_id', 'text', (c) => c.references('credentials.id').onDelete('set null'))
    .execute();
  await db.schema
    .createIndex('connections_credential')
    .on('connections')
    .columns(['credential_id'])
    .execute();
}

/** What is noted of connections as instances, their tags and what the checks of them found. */
async function addInstances(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await db.schema
    .createTable('instances')
    .addColumn('connection_id', 'text', (c) =>
      c.primaryKey().references('connections.id').onDelete('cascade'),
    )
    .addColumn('environment', 'text')
    .addColumn('contact', 'text')
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('health', 'text', (c) => c.notNull())
    .addColumn('version', 'text')
    .addColumn('latency_ms', 'integer')
    .addColumn('error', 'text')
    .addColumn('last_checked_at', 'text')
    .addColumn('last_up_at', 'text')
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('size_bytes', 'bigint')
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('tags')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('color', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('instance_tags')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('tag_id', 'text', (c) => c.notNull().references('tags.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('instance_tags_key', ['connection_id', 'tag_id'])
    .execute();
  await withNumber(db.schema.createTable('instance_checks'), kind)
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('is_up', 'integer', (c) => c.notNull())
    .addColumn('version', 'text')
    .addColumn('latency_ms', 'integer')
    .addColumn('error', 'text')
    .execute();
  await db.schema
    .createIndex('instance_checks_at')
    .on('instance_checks')
    .columns(['connection_id', 'at'])
    .execute();
}

async function addSyncSessions(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('sync_sessions'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('execution_id', 'text', (c) => c.notNull().unique())
    .addColumn('task_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('trigger', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('duration_ms', 'integer')
    .execute();
  await db.schema.createIndex('sync_sessions_created').on('sync_sessions').columns(['created_at']).execute();
  await withNumber(db.schema.createTable('sync_records'), kind)
    .addColumn('session_id', 'text', (c) => c.notNull().references('sync_sessions.id').onDelete('cascade'))
    .addColumn('connection_id', 'text', (c) => c.references('connections.id').onDelete('set null'))
    .addColumn('instance_name', 'text', (c) => c.notNull())
    .addColumn('driver', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('found', 'integer', (c) => c.notNull())
    .addColumn('created', 'integer', (c) => c.notNull())
    .addColumn('updated', 'integer', (c) => c.notNull())
    .addColumn('removed', 'integer', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('duration_ms', 'integer')
    .execute();
  await db.schema
    .createIndex('sync_records_session')
    .on('sync_records')
    .columns(['session_id', 'number'])
    .execute();
  await db.schema
    .createIndex('sync_records_connection')
    .on('sync_records')
    .columns(['connection_id'])
    .execute();
}

/** Daily sizes; `table_name` is empty for a whole database, and `database_name` too for a whole instance. */
async function addCapacity(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('capacity_points')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('database_name', 'text', (c) => c.notNull())
    .addColumn('table_name', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('bytes', 'bigint', (c) => c.notNull())
    .addColumn('data_bytes', 'bigint')
    .addColumn('index_bytes', 'bigint')
    .addColumn('rows_estimate', 'bigint')
    .addColumn('tables_count', 'integer')
    .addPrimaryKeyConstraint('capacity_points_key', ['connection_id', 'database_name', 'table_name', 'day'])
    .execute();
  await sql`create index capacity_points_day on capacity_points (day)`.execute(db);
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addCredentials(db, kind);
  await addInstances(db, kind);
  await addSyncSessions(db, kind);
  await addCapacity(db);
}
