import type { ConnectionField } from '@sextant/contract/connections';
import type { Text } from '@sextant/contract/text';
import type { Catalog } from '../catalog.ts';
import type { RunStatement } from '../pooled-database.ts';

/** What tells one server that speaks PostgreSQL's protocol from another, as data. */
export interface PostgresqlProfile {
  id: string;
  label: string;
  defaultPort: number;
  fields: ConnectionField[];
  /** A statement that gives one text, and what becomes of it. */
  versionQuery: string;
  versionText(answer: string): string;
  readCatalog(run: RunStatement): Promise<Catalog>;
  /** Forgets what a statement left in its session. */
  resetQuery: string;
  /** The next step where the server asks for a login that the driver does not speak; null for the general one. */
  pluginHint: Text | null;
}
