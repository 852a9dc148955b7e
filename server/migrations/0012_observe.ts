import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** What people search the log by, and what is counted while it is written. */
async function extendLog(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  const { schema } = db;
  await schema.alterTable('log_entries').addColumn('user_name', 'text').execute();
  await schema.alterTable('log_entries').addColumn('duration_ms', 'integer').execute();
  await schema.dropIndex('log_entries_at').execute();
  const indexes: Record<string, string[]> = {
    log_entries_time: ['at', 'number'],
    log_entries_level: ['level', 'at', 'number'],
    log_entries_module: ['module', 'at', 'number'],
    log_entries_user: ['user_name', 'at', 'number'],
    log_entries_request: ['request_id', 'at', 'number'],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await schema.createIndex(name).on('log_entries').columns(columns).execute();
  }
  if (kind === 'postgresql') {
    await sql`alter table log_entries alter column number type bigint`.execute(db);
    await sql`alter sequence log_entries_number_seq as bigint`.execute(db);
  }
  await schema
    .createTable('log_counts')
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('module', 'text', (c) => c.notNull())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('log_counts_key', ['at', 'level', 'module'])
    .execute();
  await schema
    .createTable('log_groups')
    .addColumn('fingerprint', 'text', (c) => c.primaryKey())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('module', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .addColumn('first_at', 'text', (c) => c.notNull())
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addColumn('last_number', 'bigint')
    .execute();
  await schema.createIndex('log_groups_last').on('log_groups').column('last_at').execute();
}

/** The chain begins with the first record after this migration; what was recorded before stays outside of it. */
async function chainAudit(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  for (const column of ['before', 'after', 'previous_hash', 'hash']) {
    await schema.alterTable('audit_events').addColumn(column, 'text').execute();
  }
  await schema.alterTable('audit_events').addColumn('sequence', 'bigint').execute();
  await schema.createIndex('audit_events_sequence').unique().on('audit_events').column('sequence').execute();
  await schema.createIndex('audit_events_actor').on('audit_events').columns(['actor', 'number']).execute();
  await schema
    .createIndex('audit_events_actor_id')
    .on('audit_events')
    .columns(['actor_id', 'number'])
    .execute();
  await schema.createIndex('audit_events_action').on('audit_events').columns(['action', 'number']).execute();
  await schema
    .createIndex('audit_events_object')
    .on('audit_events')
    .columns(['object_type', 'object_id', 'number'])
    .execute();
  await schema
    .createTable('audit_chain')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('seal', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into audit_chain (id, sequence, hash, seal) values (1, 0, '', '')`.execute(db);
  await schema
    .createTable('sealed_values')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .execute();
}

async function addAlerts(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('alert_rules')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('threshold', 'real')
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('cooldown_minutes', 'integer', (c) => c.notNull())
    .addColumn('channel_ids', 'text', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await withNumber(schema.createTable('alerts'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('rule_id', 'text', (c) => c.references('alert_rules.id').onDelete('set null'))
    .addColumn('rule_name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('severity', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('fired_at', 'text', (c) => c.notNull())
    .addColumn('resolved_at', 'text')
    .addColumn('resolved_by', 'text')
    .addColumn('was_told', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  // Whatever the processes see at once: of one rule and subject one alert fires at a time.
  await sql`create unique index alerts_firing on alerts (rule_id, subject) where state = 'firing'`.execute(
    db,
  );
  await schema.createIndex('alerts_rule').on('alerts').columns(['rule_id', 'subject', 'number']).execute();
  await schema
    .createTable('alert_channels')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('secret', 'text')
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await withNumber(schema.createTable('alert_deliveries'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('alert_id', 'text', (c) => c.references('alerts.id').onDelete('cascade'))
    .addColumn('channel_id', 'text', (c) => c.references('alert_channels.id').onDelete('set null'))
    .addColumn('channel_name', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('next_at', 'text')
    .addColumn('sent_at', 'text')
    .execute();
  await schema
    .createIndex('alert_deliveries_due')
    .on('alert_deliveries')
    .columns(['status', 'next_at'])
    .execute();
}

const firstRules = [
  { name: '实例失联 Instance down', kind: 'instance_down', threshold: 1, severity: 'critical' },
  { name: '新的超级用户 New superuser', kind: 'new_superuser', threshold: null, severity: 'critical' },
  { name: '任务失败 Failed task', kind: 'task_failed', threshold: 1, severity: 'warning' },
  { name: '数据检查未通过 Failed table check', kind: 'check_failed', threshold: null, severity: 'warning' },
  { name: '磁盘空间不足 Disk low', kind: 'disk_low', threshold: 10, severity: 'critical' },
];

async function addFirstRules(db: Kysely<unknown>): Promise<void> {
  const at = new Date().toISOString();
  for (const { name, kind, threshold, severity } of firstRules) {
    await sql`insert into alert_rules (id, name, kind, threshold, target, severity, cooldown_minutes, channel_ids,
              is_active, created_at, updated_at)
              values (${randomUUID()}, ${name}, ${kind}, ${threshold}, '', ${severity}, 30, '[]', 1, ${at}, ${at})`.execute(
      db,
    );
  }
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await extendLog(db, kind);
  await chainAudit(db);
  await addAlerts(db, kind);
  await addFirstRules(db);
}
