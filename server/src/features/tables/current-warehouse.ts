import { join } from 'node:path';
import { EngineError } from '@sextant/engines/engine-error';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { openDuckdbWarehouse } from './warehouse/duckdb-warehouse.ts';
import { openServerWarehouse } from './warehouse/server-warehouse.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

const fileName = 'warehouse.duckdb';
const connectionName = '采集数据';
const settingName = 'warehouse';

/** The warehouse that holds the collected tables now, opened when first needed, and the connection that reads it. */
export function createCurrentWarehouse(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  editor: Pick<ConnectionEditor, 'createManaged' | 'removeManaged'>;
  firstAdminId: () => Promise<string | null>;
  dataDir: string;
}) {
  const { db, connections, editor, firstAdminId, dataDir } = deps;
  let file: Promise<Warehouse> | null = null;
  let server: { id: string; warehouse: Promise<Warehouse> } | null = null;

  /** The id of the connection that was chosen; null for the DuckDB file. */
  async function chosenId(): Promise<string | null> {
    const row = await db
      .selectFrom('installation')
      .select('value')
      .where('name', '=', settingName)
      .executeTakeFirst();
    return row?.value || null;
  }

  function openFile(): Promise<Warehouse> {
    file ??= openDuckdbWarehouse(join(dataDir, fileName)).catch((error: unknown) => {
      file = null;
      throw error instanceof EngineError && error.code === 'refused' ? openElsewhere(error) : error;
    });
    return file;
  }

  async function openOn(id: string): Promise<Warehouse> {
    const found = await connections.login(id);
    if (!found) throw goneConnection();
    return openServerWarehouse(found.connection.engine.id, found.login);
  }

  /** The warehouse on a connection, or the DuckDB file for null. */
  async function open(id: string | null): Promise<Warehouse> {
    if (id === null) return openFile();
    if (server?.id === id) return server.warehouse;
    const opened = { id, warehouse: openOn(id) };
    server = opened;
    opened.warehouse.catch(() => {
      if (server === opened) server = null;
    });
    return opened.warehouse;
  }

  async function fileConnection(): Promise<StoredConnection | null> {
    const found = await connections.findByKind('warehouse');
    if (found) return found;
    const ownerId = await firstAdminId();
    if (ownerId === null) return null;
    await editor.createManaged({
      ownerId,
      name: connectionName,
      kind: 'warehouse',
      driver: 'duckdb',
      fileName,
      isShared: true,
    });
    return connections.findByKind('warehouse');
  }

  /** The connection that reads the warehouse on a connection, or the DuckDB file for null. */
  async function connectionOf(id: string | null): Promise<StoredConnection | null> {
    if (id === null) return fileConnection();
    return (await connections.login(id))?.connection ?? null;
  }

  connections.prepareKind('warehouse', openFile);

  return {
    chosenId,
    open,
    get: async (): Promise<Warehouse> => open(await chosenId()),

    /** As `open`, without becoming what is kept open; for a look at what could be the warehouse. */
    openApart: (id: string | null): Promise<Warehouse> => (id === null ? openFile() : openOn(id)),

    connectionOf,
    /** The connection that reads the warehouse; null when its connection is gone. */
    connection: async (): Promise<StoredConnection | null> => connectionOf(await chosenId()),

    /** The id of that connection as far as there is one; none is made. */
    connectionId: async (): Promise<string | null> =>
      (await chosenId()) ?? (await connections.findByKind('warehouse'))?.id ?? null,

    /** Makes another warehouse the current one; the tables must be there already. */
    async choose(id: string | null): Promise<void> {
      const value = id ?? '';
      await db
        .insertInto('installation')
        .values({ name: settingName, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },

    /** Takes the connection of the DuckDB file away while the warehouse is elsewhere; the file stays. */
    async hideUnusedFile(): Promise<void> {
      if ((await chosenId()) === null) return;
      const found = await connections.findByKind('warehouse');
      if (found) await editor.removeManaged(found);
    },

    async close(): Promise<void> {
      const opened = [file, server?.warehouse];
      file = null;
      server = null;
      for (const one of opened) await (await one?.catch(() => null))?.close();
    },
  };
}

export type CurrentWarehouse = ReturnType<typeof createCurrentWarehouse>;

function openElsewhere(cause: EngineError): AppError {
  return new AppError(
    'UNAVAILABLE',
    {
      zh: '采集数据的 DuckDB 文件正被另一个进程打开。多个进程一起工作时，请在设置里把采集数据改存到 PostgreSQL、MySQL 或 ClickHouse 连接',
      en: 'Another process has the DuckDB file of the collected tables open. Where several processes work together, move the tables to a PostgreSQL, MySQL or ClickHouse connection in the settings',
    },
    { cause },
  );
}

function goneConnection(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '数据仓库所用的连接已被删除，请管理员在设置里重新选择',
    en: 'The connection of the warehouse is gone; have an administrator choose one in the settings',
  });
}
