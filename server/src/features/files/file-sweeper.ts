import type { FileSettings } from '@sextant/contract/file-settings';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { FileContents } from './file-contents.ts';
import type { FileTree } from './file-tree.ts';
import type { FilesRepository } from './files.repository.ts';
import type { LinksService } from './links.service.ts';
import type { UploadsService } from './uploads.service.ts';

const everyMs = 30 * 60_000;
const firstAfterMs = 60_000;
const batch = 200;
const dayMs = 86_400_000;

/** Clears away, from time to time, what is over: old trash, stale uploads, expired links, contents without files. */
export function createFileSweeper(deps: {
  db: MetadataDatabase;
  files: FilesRepository;
  tree: FileTree;
  uploads: Pick<UploadsService, 'sweep'>;
  contents: FileContents;
  links: LinksService;
  settings: () => FileSettings;
  logger: Logger;
}) {
  const { db, files, tree, uploads, contents, links, settings, logger } = deps;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function purgeTrash(): Promise<void> {
    const before = new Date(Date.now() - settings().trash_days * dayMs).toISOString();
    for (;;) {
      const ids = await files.trashedBefore(before, batch);
      for (const row of await files.findAll(ids)) await tree.purge(row.id, row.owner_id);
      if (ids.length < batch) return;
    }
  }

  /** The trees of users who are gone. */
  async function purgeOrphans(): Promise<void> {
    const orphans = await db
      .selectFrom('files')
      .select(['id', 'owner_id'])
      .where('parent_id', 'is', null)
      .where('owner_id', 'not in', db.selectFrom('users').select('id'))
      .limit(1_000)
      .execute();
    for (const { id, owner_id } of orphans) {
      const row = await files.find(id);
      if (row?.trashed_at === null) await tree.trash(id, owner_id);
      await tree.purge(id, owner_id);
    }
    await db
      .deleteFrom('file_spaces')
      .where('used_bytes', '=', 0)
      .where('user_id', 'not in', db.selectFrom('users').select('id'))
      .execute();
  }

  async function sweep(): Promise<void> {
    await uploads.sweep();
    await purgeTrash();
    await purgeOrphans();
    await links.sweep();
    await contents.sweep();
  }

  function schedule(afterMs: number): void {
    timer = setTimeout(() => {
      running = sweep()
        .catch((error: unknown) =>
          logger.error({ module: 'files', err: error }, 'what is over could not be cleared away'),
        )
        .then(() => {
          if (timer) schedule(everyMs);
        });
    }, afterMs).unref();
  }

  return {
    sweep,
    start: (): void => schedule(firstAfterMs),
    async stop(): Promise<void> {
      if (timer) clearTimeout(timer);
      timer = null;
      await running;
    },
  };
}
