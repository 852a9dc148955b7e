import type { Kysely } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

async function addNotifications(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('notifications'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('batch_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('link', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text')
    .execute();
  await db.schema
    .createIndex('notifications_user')
    .on('notifications')
    .columns(['user_id', 'read_at', 'number'])
    .execute();
  await db.schema.createIndex('notifications_batch').on('notifications').column('batch_id').execute();
}

async function addRooms(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('rooms'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    // Both people of a private room, so that the database itself keeps each pair once.
    .addColumn('pair', 'text', (c) => c.unique())
    .addColumn('connection_id', 'text', (c) => c.references('connections.id').onDelete('set null'))
    .addColumn('members_may_invite', 'integer', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.references('users.id').onDelete('set null'))
    .addColumn('last_seq', 'integer', (c) => c.notNull())
    .addColumn('last_message_at', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('room_members')
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('is_muted', 'integer', (c) => c.notNull())
    .addColumn('is_silent', 'integer', (c) => c.notNull())
    .addColumn('last_read_seq', 'integer', (c) => c.notNull())
    .addColumn('joined_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('room_members_key', ['room_id', 'user_id'])
    .execute();
  await db.schema.createIndex('room_members_user').on('room_members').column('user_id').execute();
}

async function addMessages(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('room_messages'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('changed_seq', 'integer', (c) => c.notNull())
    .addColumn('sender_id', 'text', (c) => c.references('users.id').onDelete('set null'))
    .addColumn('client_id', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('content', 'text', (c) => c.notNull())
    .addColumn('mentions', 'text', (c) => c.notNull())
    // JSON of an attachment, a card, an answer or a notice.
    .addColumn('payload', 'text')
    .addColumn('file_id', 'text')
    .addColumn('reply_to_id', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('edited_at', 'text')
    .addColumn('deleted_at', 'text')
    .addColumn('pinned_at', 'text')
    .execute();
  await db.schema
    .createIndex('room_messages_seq')
    .unique()
    .on('room_messages')
    .columns(['room_id', 'seq'])
    .execute();
  await db.schema
    .createIndex('room_messages_changed')
    .unique()
    .on('room_messages')
    .columns(['room_id', 'changed_seq'])
    .execute();
  await db.schema
    .createIndex('room_messages_client')
    .unique()
    .on('room_messages')
    .columns(['room_id', 'sender_id', 'client_id'])
    .execute();
  await db.schema.createIndex('room_messages_file').on('room_messages').column('file_id').execute();
  await db.schema
    .createTable('room_reactions')
    .addColumn('message_id', 'text', (c) => c.notNull().references('room_messages.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('emoji', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('room_reactions_key', ['message_id', 'user_id', 'emoji'])
    .execute();
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addNotifications(db, kind);
  await addRooms(db, kind);
  await addMessages(db, kind);
}
