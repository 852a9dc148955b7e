import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ConnectionKind, StoredConnection } from './stored-connection.ts';

const folders: Record<Exclude<ConnectionKind, 'own'>, string> = {
  sample: 'samples',
  workspace: 'workspaces',
  warehouse: '',
};

/** Where the product keeps a database file of its own. */
export function managedPath(dataDir: string, kind: Exclude<ConnectionKind, 'own'>, fileName: string): string {
  return join(dataDir, folders[kind], basename(fileName));
}

/** Deletes the file of a sample or workspace, with what its engine left beside it; that of the warehouse stays. */
export async function removeManagedFile(dataDir: string, connection: StoredConnection): Promise<void> {
  const { kind, settings } = connection;
  if (kind === 'own' || kind === 'warehouse' || settings.database === null) return;
  const path = managedPath(dataDir, kind, settings.database);
  for (const ending of ['', '.wal']) await rm(path + ending, { force: true });
}
