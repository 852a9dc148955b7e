import type { Transaction } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { createFilesRepository, type FilesRepository } from './files.repository.ts';

/** One change of trees: everything in it happens, or nothing. */
export interface TreeChange {
  transaction: Transaction<Schema>;
  files: FilesRepository;
  /** Counts bytes that come or go; 507 `QUOTA_EXCEEDED` when they do not fit. */
  count(ownerId: string, bytes: number): Promise<void>;
}

/** How much each user has stored, and the turn in which their tree is changed. */
export function createFileSpaces(deps: { db: MetadataDatabase; defaultQuota: () => number }) {
  const { db, defaultQuota } = deps;

  async function usage(userId: string): Promise<{ used: number; quota: number; hasOwnQuota: boolean }> {
    const row = await db
      .selectFrom('file_spaces')
      .selectAll()
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return {
      used: row?.used_bytes ?? 0,
      quota: row?.quota_bytes ?? defaultQuota(),
      hasOwnQuota: row?.quota_bytes != null,
    };
  }

  return {
    usage,

    /** Throws 507 when so much more does not fit; what is on its way counts too. */
    async requireRoom(userId: string, bytes: number): Promise<void> {
      const { used, quota } = await usage(userId);
      const { coming } = await db
        .selectFrom('file_uploads')
        .select((row) => row.fn.sum<number | null>('size').as('coming'))
        .where('owner_id', '=', userId)
        .executeTakeFirstOrThrow();
      if (used + Number(coming ?? 0) + bytes > quota) throw quotaExceeded(used, quota, bytes);
    },

    async setQuota(userId: string, quotaBytes: number | null): Promise<void> {
      await db
        .insertInto('file_spaces')
        .values({ user_id: userId, used_bytes: 0, quota_bytes: quotaBytes })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ quota_bytes: quotaBytes }))
        .execute();
    },

    /** Users who have stored something or have a quota of their own, the largest first. */
    all: () => db.selectFrom('file_spaces').selectAll().orderBy('used_bytes', 'desc').limit(1_000).execute(),

    /** Changes trees of owners; other changes of the same trees wait for the end of it. */
    change<T>(ownerIds: readonly string[], work: (change: TreeChange) => Promise<T>): Promise<T> {
      return db.transaction().execute(async (transaction) => {
        // Always in one order, so that two changes never wait for each other.
        for (const userId of [...new Set(ownerIds)].sort()) await takeTurn(transaction, userId);
        return work({
          transaction,
          files: createFilesRepository(transaction),
          async count(ownerId, bytes) {
            const { used_bytes, quota_bytes } = await transaction
              .updateTable('file_spaces')
              .set((row) => ({ used_bytes: row('used_bytes', '+', bytes) }))
              .where('user_id', '=', ownerId)
              .returning(['used_bytes', 'quota_bytes'])
              .executeTakeFirstOrThrow();
            const quota = quota_bytes ?? defaultQuota();
            if (bytes > 0 && used_bytes > quota) throw quotaExceeded(used_bytes - bytes, quota, bytes);
          },
        });
      });
    },
  };
}

export type FileSpaces = ReturnType<typeof createFileSpaces>;

async function takeTurn(transaction: Transaction<Schema>, userId: string): Promise<void> {
  await transaction
    .insertInto('file_spaces')
    .values({ user_id: userId, used_bytes: 0, quota_bytes: null })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((row) => ({ used_bytes: row.ref('file_spaces.used_bytes') })),
    )
    .execute();
}

function quotaExceeded(used: number, quota: number, wanted: number): AppError {
  const [free, needed] = [showBytes(Math.max(0, quota - used)), showBytes(wanted)];
  return new AppError(
    'QUOTA_EXCEEDED',
    {
      zh: `空间不足：还剩 ${free}，需要 ${needed}。请清理文件或回收站，或请管理员提高配额`,
      en: `Not enough space: ${free} left, ${needed} needed. Delete files, empty the trash, or ask an administrator for more`,
    },
    { details: { used_bytes: used, quota_bytes: quota, wanted_bytes: wanted } },
  );
}

export function showBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${units[step]}`;
}
