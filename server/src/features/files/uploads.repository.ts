import type { Selectable, Transaction } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { StagedPiece } from '../../platform/storage/storage.ts';

export type UploadRow = Selectable<Schema['file_uploads']>;

/** Uploads on their way, with the pieces that are safe. */
export function createUploadsRepository(db: MetadataDatabase) {
  return {
    insert: (row: UploadRow): Promise<UploadRow> =>
      db.insertInto('file_uploads').values(row).returningAll().executeTakeFirstOrThrow(),

    find: (id: string): Promise<UploadRow | undefined> =>
      db.selectFrom('file_uploads').selectAll().where('id', '=', id).executeTakeFirst(),

    /** Those of a user that can be resumed, newest first. */
    ofUser: (userId: string): Promise<UploadRow[]> =>
      db
        .selectFrom('file_uploads')
        .selectAll()
        .where('user_id', '=', userId)
        .where('size', 'is not', null)
        .orderBy('created_at', 'desc')
        .limit(500)
        .execute(),

    expired: (now: string): Promise<UploadRow[]> =>
      db.selectFrom('file_uploads').selectAll().where('expires_at', '<', now).limit(500).execute(),

    pieces: (id: string): Promise<StagedPiece[]> =>
      db
        .selectFrom('file_upload_pieces')
        .select(['start', 'size', 'key'])
        .where('upload_id', '=', id)
        .orderBy('start')
        .execute(),

    /** Adds a piece at the end; false when another one came first, or the upload is gone. */
    async addPiece(id: string, piece: StagedPiece, expires_at: string): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('file_uploads')
          .set({ received: piece.start + piece.size, expires_at })
          .where('id', '=', id)
          .where('received', '=', piece.start)
          .where('sha256', 'is', null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows !== 1n) return false;
        await transaction
          .insertInto('file_upload_pieces')
          .values({ upload_id: id, ...piece })
          .execute();
        return true;
      });
    },

    seal: (id: string, sha256: string, expires_at: string): Promise<unknown> =>
      db.updateTable('file_uploads').set({ sha256, expires_at }).where('id', '=', id).execute(),

    async remove(id: string, store: MetadataDatabase | Transaction<Schema> = db): Promise<boolean> {
      const removed = await store
        .deleteFrom('file_uploads')
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      return removed !== undefined;
    },
  };
}

export type UploadsRepository = ReturnType<typeof createUploadsRepository>;
