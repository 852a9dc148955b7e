import { stat, writeFile } from 'node:fs/promises';
import type { Logger } from '../../../platform/log/logger.ts';
import type { ConnectionEditor } from '../connection-editor.ts';
import type { ConnectionsService } from '../connections.service.ts';
import { managedPath, removeManagedFile } from '../managed-file.ts';
import type { StoredConnection } from '../stored-connection.ts';
import { createSampleShop } from './create-sample-shop.ts';

const fileName = 'shop.sqlite';
const removedMark = 'shop.removed';

/**
 * Keeps the sample shop: made at the first start, made anew when its dates are of another day, and not made again
 * after somebody deleted its connection.
 */
export function createSampleShopService(deps: {
  service: ConnectionsService;
  editor: ConnectionEditor;
  firstAdminId: () => Promise<string | null>;
  dataDir: string;
  timezone: string;
  logger: Logger;
}) {
  const { service, editor, firstAdminId, dataDir, timezone, logger } = deps;
  const path = managedPath(dataDir, 'sample', fileName);

  async function prepare(): Promise<void> {
    if ((await modifiedAt(managedPath(dataDir, 'sample', removedMark))) !== null) return;
    const connection = (await service.findByKind('sample')) ?? (await register());
    if (connection === null) return;
    const written = await modifiedAt(path);
    const today = dayIn(timezone, new Date());
    if (written !== null && dayIn(timezone, written) === today) return;
    await createSampleShop(path, { today });
    // A shop made for the first time may be in use already, and nobody holds an older one.
    if (written !== null) await service.announceChange(connection.id);
  }

  async function register(): Promise<StoredConnection | null> {
    const ownerId = await firstAdminId();
    if (ownerId === null) return null;
    await editor.createManaged({
      ownerId,
      name: '示例商店',
      kind: 'sample',
      driver: 'sqlite',
      fileName,
      isShared: true,
    });
    return service.findByKind('sample');
  }

  return {
    /** Never rejects; a shop that cannot be written is an entry in the log. */
    async prepare(): Promise<void> {
      try {
        await prepare();
      } catch (error) {
        logger.error({ module: 'connections', err: error }, 'the sample shop could not be prepared');
      }
    },

    /** Deletes the file of a sample or workspace; a sample stays deleted over restarts. */
    async forget(connection: StoredConnection): Promise<void> {
      if (connection.kind === 'sample') await writeFile(managedPath(dataDir, 'sample', removedMark), '');
      await removeManagedFile(dataDir, connection);
    },
  };
}

async function modifiedAt(path: string): Promise<Date | null> {
  const found = await stat(path).catch(() => null);
  return found?.mtime ?? null;
}

/** The ISO date at a moment in a time zone. */
function dayIn(timezone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(moment);
}
