import type { Kysely } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** Accounts inside instances, what changed of them and how each reading went. */
async function addAccounts(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('accounts'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('is_system', 'integer', (c) => c.notNull())
    .addColumn('is_superuser', 'integer', (c) => c.notNull())
    .addColumn('is_locked', 'integer', (c) => c.notNull())
    .addColumn('can_login', 'integer', (c) => c.notNull())
    .addColumn('grade', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('password_changed_at', 'text')
    .addColumn('last_login_at', 'text')
    .addColumn('privileges_count', 'integer', (c) => c.notNull())
    .addColumn('fingerprint', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('problem', 'text')
    .addColumn('first_seen_at', 'text', (c) => c.notNull())
    .addColumn('last_seen_at', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'text')
    .addColumn('removed_at', 'text')
    // Last, because they are long and lists do not need them.
    .addColumn('roles', 'text', (c) => c.notNull())
    .addColumn('capabilities', 'text', (c) => c.notNull())
    .addColumn('attributes', 'text', (c) => c.notNull())
    .addColumn('privileges', 'text', (c) => c.notNull())
    .addUniqueConstraint('accounts_name', ['connection_id', 'kind', 'name', 'host'])
    .execute();
  await withNumber(db.schema.createTable('account_changes'), kind)
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.references('accounts.id').onDelete('set null'))
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('text_zh', 'text', (c) => c.notNull())
    .addColumn('text_en', 'text', (c) => c.notNull())
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text')
    .execute();
  for (const column of ['connection_id', 'account_id']) {
    await db.schema
      .createIndex(`account_changes_${column}`)
      .on('account_changes')
      .columns([column, 'number'])
      .execute();
  }
  await db.schema
    .createTable('account_syncs')
    .addColumn('connection_id', 'text', (c) =>
      c.primaryKey().references('connections.id').onDelete('cascade'),
    )
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('last_complete_at', 'text')
    .addColumn('duration_ms', 'integer', (c) => c.notNull())
    .addColumn('accounts', 'integer', (c) => c.notNull())
    .addColumn('added', 'integer', (c) => c.notNull())
    .addColumn('changed', 'integer', (c) => c.notNull())
    .addColumn('removed', 'integer', (c) => c.notNull())
    .addColumn('unreadable', 'integer', (c) => c.notNull())
    .addColumn('problems', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('account_notices')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('expression', 'text', (c) => c.notNull())
    .addColumn('recipients', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
}

/** Classes, the rules that give them, which account has which and why, and the batches that gave them. */
async function addClassification(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('account_classes'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('code', 'text', (c) => c.notNull().unique())
    .addColumn('name_zh', 'text', (c) => c.notNull())
    .addColumn('name_en', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('color', 'text', (c) => c.notNull())
    .addColumn('priority', 'integer', (c) => c.notNull())
    .addColumn('risk_level', 'text', (c) => c.notNull())
    .addColumn('allows', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('is_system', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await withNumber(db.schema.createTable('account_rules'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('class_id', 'text', (c) => c.notNull().references('account_classes.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('expression', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('is_system', 'integer', (c) => c.notNull())
    .addColumn('matched_count', 'integer')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('account_labels')
    .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('class_id', 'text', (c) => c.notNull().references('account_classes.id').onDelete('cascade'))
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('rule_id', 'text')
    .addColumn('rule_name', 'text')
    .addColumn('reasons', 'text', (c) => c.notNull())
    .addColumn('note', 'text')
    .addColumn('assigned_at', 'text', (c) => c.notNull())
    .addColumn('assigned_by', 'text')
    .addPrimaryKeyConstraint('account_labels_key', ['account_id', 'class_id'])
    .execute();
  await db.schema.createIndex('account_labels_class').on('account_labels').columns(['class_id']).execute();
  await withNumber(db.schema.createTable('account_batches'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('total_accounts', 'integer', (c) => c.notNull())
    .addColumn('matched_accounts', 'integer', (c) => c.notNull())
    .addColumn('failed_accounts', 'integer', (c) => c.notNull())
    .addColumn('total_rules', 'integer', (c) => c.notNull())
    .addColumn('active_rules', 'integer', (c) => c.notNull())
    .addColumn('added', 'integer', (c) => c.notNull())
    .addColumn('removed', 'integer', (c) => c.notNull())
    .addColumn('steps', 'text', (c) => c.notNull())
    .addColumn('rules', 'text', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('created_by', 'text')
    .execute();
  await withNumber(db.schema.createTable('account_batch_matches'), kind)
    .addColumn('batch_id', 'text', (c) => c.notNull().references('account_batches.id').onDelete('cascade'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('class_id', 'text', (c) => c.notNull().references('account_classes.id').onDelete('cascade'))
    .addColumn('rule_id', 'text')
    .addColumn('rule_name', 'text')
    .addColumn('change', 'text', (c) => c.notNull())
    .addColumn('reasons', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('account_batch_matches_batch')
    .on('account_batch_matches')
    .columns(['batch_id', 'number'])
    .execute();
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addAccounts(db, kind);
  await addClassification(db, kind);
}
