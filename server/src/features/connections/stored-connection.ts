import type { ConnectionSettings, Engine } from '@sextant/engines/engine';

/**
 * `sample` is the shop that ships with the product, `workspace` a user's own DuckDB file, `warehouse` the file of
 * collected tables, `own` all others.
 */
export type ConnectionKind = 'own' | 'sample' | 'workspace' | 'warehouse';

/** A connection as the rest of the product sees it: everything but its secrets. */
export interface StoredConnection {
  id: string;
  /** The same connection's integer id. */
  number: number;
  ownerId: string;
  name: string;
  description: string | null;
  engine: Engine;
  settings: Omit<ConnectionSettings, 'password'>;
  /** The credential that is its login, instead of one of its own. */
  credentialId: string | null;
  /** Names of the secret fields that are kept, e.g. `password`. */
  secretFields: string[];
  isShared: boolean;
  kind: ConnectionKind;
  createdAt: string;
  updatedAt: string;
}
