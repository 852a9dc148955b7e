import { type Kysely, sql } from 'kysely';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { withNumber } from './number-column.ts';

/** The trees of files and folders, and the contents that they refer to. */
async function addTrees(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await withNumber(db.schema.createTable('files'), kind)
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('ancestors', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('search_text', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('sha256', 'text')
    .addColumn('media_type', 'text')
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addColumn('trashed_at', 'text')
    .addColumn('trash_id', 'text')
    .execute();
  // One place holds a name once, whoever asks for it at the same time.
  await sql`create unique index files_names on files (owner_id, coalesce(parent_id, ''), name)
            where trashed_at is null`.execute(db);
  await db.schema.createIndex('files_parent').on('files').column('parent_id').execute();
  await db.schema.createIndex('files_trash').on('files').columns(['trash_id']).execute();
  await db.schema
    .createTable('file_contents')
    .addColumn('sha256', 'text', (c) => c.primaryKey())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('references_count', 'integer', (c) => c.notNull())
    .addColumn('wanted_until', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('file_contents_unused')
    .on('file_contents')
    .columns(['references_count', 'wanted_until'])
    .execute();
  await db.schema
    .createTable('file_spaces')
    .addColumn('user_id', 'text', (c) => c.primaryKey())
    .addColumn('used_bytes', 'bigint', (c) => c.notNull())
    .addColumn('quota_bytes', 'bigint')
    .execute();
}

/** What is on its way, piece by piece. */
async function addUploads(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('file_uploads')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('size', 'bigint')
    .addColumn('received', 'bigint', (c) => c.notNull())
    .addColumn('on_conflict', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('file_uploads_expiry').on('file_uploads').columns(['expires_at']).execute();
  await db.schema
    .createTable('file_upload_pieces')
    .addColumn('upload_id', 'text', (c) => c.notNull().references('file_uploads.id').onDelete('cascade'))
    .addColumn('start', 'bigint', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('file_upload_pieces_key', ['upload_id', 'start'])
    .execute();
}

async function addSharing(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('file_grants')
    .addColumn('file_id', 'text', (c) => c.notNull().references('files.id').onDelete('cascade'))
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text', (c) => c.notNull())
    .addColumn('access', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('file_grants_key', ['file_id', 'subject', 'subject_id'])
    .execute();
  await db.schema
    .createTable('file_links')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('file_id', 'text', (c) => c.notNull().references('files.id').onDelete('cascade'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('password_hash', 'text')
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('max_downloads', 'integer')
    .addColumn('downloads_count', 'integer', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('file_links_file').on('file_links').column('file_id').execute();
}

export async function up(db: Kysely<unknown>, kind: MetadataKind): Promise<void> {
  await addTrees(db, kind);
  await addUploads(db);
  await addSharing(db);
}
