import type { Transaction } from 'kysely';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import type { StagedPiece, Storage } from '../../platform/storage/storage.ts';
import { createKeyedTurns } from '../../platform/turns/keyed-turns.ts';

/** Longer than any content takes from the moment its hash is known until a file refers to it. */
const wantedMs = 24 * 3_600_000;
const batch = 200;

/**
 * The contents that files refer to, each once. A content that an upload wants stays although nothing refers to it
 * yet, and one that nothing refers to goes: first its bytes, then its row, so that a process that dies in between
 * leaves something that the next sweep finds.
 */
export function createFileContents(deps: { db: MetadataDatabase; kind: MetadataKind; storage: Storage }) {
  const { db, kind, storage } = deps;
  const inTurn = createKeyedTurns();

  async function want(sha256: string, size: number): Promise<void> {
    const wanted_until = new Date(Date.now() + wantedMs).toISOString();
    await db
      .insertInto('file_contents')
      .values({ sha256, size, references_count: 0, wanted_until })
      .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ wanted_until }))
      .execute();
  }

  const unused = (store: MetadataDatabase | Transaction<Schema>, sha256: string, now: string) =>
    store
      .updateTable('file_contents')
      .set({ references_count: 0 })
      .where('sha256', '=', sha256)
      .where('references_count', '=', 0)
      .where('wanted_until', '<', now)
      .returning('sha256')
      .executeTakeFirst();

  /** With PostgreSQL other processes wait at the row's lock; SQLite has one process, and its turns do. */
  async function removeUnused(sha256: string, now: string): Promise<boolean> {
    const remove = async (store: MetadataDatabase | Transaction<Schema>) => {
      if (!(await unused(store, sha256, now))) return false;
      await storage.remove(sha256);
      await store.deleteFrom('file_contents').where('sha256', '=', sha256).execute();
      return true;
    };
    return inTurn(sha256, () => (kind === 'postgresql' ? db.transaction().execute(remove) : remove(db)));
  }

  return {
    /** Makes an upload the content with this hash, unless that is there already. */
    store: (uploadId: string, pieces: readonly StagedPiece[], sha256: string, size: number): Promise<void> =>
      inTurn(sha256, async () => {
        await want(sha256, size);
        if (await storage.has(sha256)) await storage.discard(uploadId, pieces);
        else await storage.keep(uploadId, pieces, sha256);
      }),

    /** Counts files that come to refer to a content; throws when it is gone. */
    async refer(transaction: Transaction<Schema>, sha256: string, count = 1): Promise<void> {
      const { numUpdatedRows } = await transaction
        .updateTable('file_contents')
        .set((row) => ({ references_count: row('references_count', '+', count) }))
        .where('sha256', '=', sha256)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw new Error(`The content ${sha256} is not known`);
    },

    async release(transaction: Transaction<Schema>, sha256: string, count: number): Promise<void> {
      await transaction
        .updateTable('file_contents')
        .set((row) => ({ references_count: row('references_count', '-', count) }))
        .where('sha256', '=', sha256)
        .execute();
    },

    /** Removes contents that nothing refers to and nobody wants; gives how many. */
    async sweep(now = new Date().toISOString()): Promise<number> {
      let removed = 0;
      for (;;) {
        const found = await db
          .selectFrom('file_contents')
          .select('sha256')
          .where('references_count', '=', 0)
          .where('wanted_until', '<', now)
          .limit(batch)
          .execute();
        const before = removed;
        for (const { sha256 } of found) if (await removeUnused(sha256, now)) removed += 1;
        if (found.length < batch || removed === before) return removed;
      }
    },

    async totals(): Promise<{ count: number; bytes: number }> {
      const { count, bytes } = await db
        .selectFrom('file_contents')
        .select((row) => [row.fn.countAll<number>().as('count'), row.fn.sum<number>('size').as('bytes')])
        .executeTakeFirstOrThrow();
      return { count, bytes: Number(bytes ?? 0) };
    },
  };
}

export type FileContents = ReturnType<typeof createFileContents>;
