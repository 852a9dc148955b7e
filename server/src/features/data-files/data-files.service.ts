import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportedTable } from '@sextant/contract/data-files';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import { createTurns } from '../../platform/turns/turns.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { managedPath } from '../connections/managed-file.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { LoadedTable, TablePreview } from './import/import-protocol.ts';
import { runImport, runPreview } from './import-runner.ts';
import { formatOf, type ReceivedFiles, unknownFormat } from './uploads.ts';

const workspaceName = '我的工作区';
/** An import may take much memory, so that only so many users import at a time. */
const maxImports = 2;

/** Data files as tables of each user's own workspace, a DuckDB file that only its user sees. */
export function createDataFilesService(deps: {
  connections: ConnectionsService;
  editor: Pick<ConnectionEditor, 'createManaged'>;
  audit: Audit;
  dataDir: string;
}) {
  const { connections, editor, audit, dataDir } = deps;
  const inTurn = createTurns(maxImports);
  const previewsInTurn = createTurns(maxImports);
  const creating = new Map<string, Promise<StoredConnection>>();

  const pathOf = (userId: string) => managedPath(dataDir, 'workspace', fileNameOf(userId));

  async function workspaceOf(userId: string): Promise<StoredConnection> {
    const found = await connections.findByKind('workspace', userId);
    if (found) return found;
    const making = creating.get(userId) ?? createWorkspace(userId);
    creating.set(userId, making);
    return making.finally(() => creating.delete(userId));
  }

  async function createWorkspace(userId: string): Promise<StoredConnection> {
    await editor.createManaged({
      ownerId: userId,
      name: workspaceName,
      kind: 'workspace',
      driver: 'duckdb',
      fileName: fileNameOf(userId),
      isShared: false,
    });
    const created = await connections.findByKind('workspace', userId);
    if (!created) throw new Error('the workspace vanished while it was made');
    return created;
  }

  async function present(workspace: StoredConnection, loaded: LoadedTable[]): Promise<ImportedTable[]> {
    const { catalog } = await connections.catalog(workspace, { refresh: true });
    return loaded.map(({ table, source, rowsCount, encoding }) => {
      const columns = catalog.tables.find(({ name }) => name === table)?.columns ?? [];
      return {
        connection_id: workspace.id,
        table,
        source,
        rows_count: rowsCount,
        encoding,
        columns: columns.map(({ name, type, kind }) => ({ name, type, kind })),
      };
    });
  }

  return {
    /** Loads all files or none. A table whose name is taken gets `_2`, `_3` … behind it. */
    async import(
      principal: Principal,
      { folder, files }: Pick<ReceivedFiles, 'folder' | 'files'>,
      signal: AbortSignal,
    ): Promise<ImportedTable[]> {
      const workspace = await workspaceOf(principal.userId);
      const order = { kind: 'import' as const, workspace: pathOf(principal.userId), folder, files };
      const loaded = await connections.exclusively(workspace, () => inTurn(() => runImport(order, signal)));
      await audit.record(principal, {
        action: 'data_file.imported',
        objectType: 'connection',
        objectId: workspace.id,
        details: { tables: loaded.map(({ table, source }) => ({ table, source })) },
      });
      const current = (await connections.findByKind('workspace', principal.userId)) ?? workspace;
      return present(current, loaded);
    },

    /** The first rows of a file on the disk; null when its name is of no data format. Nothing is kept of it. */
    async preview(
      input: { folder: string; name: string; path: string; sheet: string | null },
      signal: AbortSignal,
    ): Promise<TablePreview | null> {
      const { folder, name, path, sheet } = input;
      const format = formatOf(name);
      if (format === null) return null;
      const order = { kind: 'preview' as const, folder, file: { name, path, format }, sheet };
      return previewsInTurn(() => runPreview(order, signal));
    },

    /** Loads a file on the disk, in a folder of its own, as tables of the own workspace. */
    async importFile(
      principal: Principal,
      { folder, name, path }: { folder: string; name: string; path: string },
      signal: AbortSignal,
    ): Promise<ImportedTable[]> {
      const format = formatOf(name);
      if (format === null) throw unknownFormat(name);
      return this.import(principal, { folder, files: [{ name, path, format }] }, signal);
    },

    /** Deletes the file of a user who is gone, and with it their workspace connection. */
    async removeOrphan(userId: string): Promise<void> {
      if (await connections.findByKind('workspace', userId)) return;
      for (const ending of ['', '.wal']) await rm(pathOf(userId) + ending, { force: true });
    },

    /** Drops a table of the own workspace; 404 when there is none. */
    async removeTable(principal: Principal, table: string): Promise<void> {
      const thing = { zh: '工作区里的表', en: 'Table of your workspace' };
      const workspace = await connections.findByKind('workspace', principal.userId);
      if (!workspace) throw notFound(thing, table);
      const { catalog } = await connections.catalog(workspace, { refresh: true });
      if (!catalog.tables.some(({ name }) => name === table)) throw notFound(thing, table);
      const order = {
        kind: 'drop' as const,
        workspace: pathOf(principal.userId),
        folder: join(dataDir, 'tmp'),
        table,
      };
      await connections.exclusively(workspace, () => runImport(order));
      await audit.record(principal, {
        action: 'data_file.dropped',
        objectType: 'connection',
        objectId: workspace.id,
        details: { table },
      });
    },
  };
}

export type DataFilesService = ReturnType<typeof createDataFilesService>;

function fileNameOf(userId: string): string {
  return `${userId}.duckdb`;
}
