import type { ConnectionField } from '@sextant/contract/connections';
import type { Text } from '@sextant/contract/text';
import type { AccountsReading } from '../account-facts.ts';
import type { Catalog, CatalogTable } from '../catalog.ts';
import type { LoginRights } from '../login-rights.ts';
import type { RunStatement } from '../pooled-database.ts';

/** What tells one server that speaks PostgreSQL's protocol from another, as data. */
export interface PostgresqlProfile {
  id: string;
  label: string;
  /** As in `Engine`. */
  unproven?: boolean;
  defaultPort: number;
  fields: ConnectionField[];
  /** A statement that gives one text, and what becomes of it. */
  versionQuery: string;
  versionText(answer: string): string;
  /** Whether COPY gives what PostgreSQL itself gives, so that exports may use it. */
  copies: boolean;
  readCatalog(run: RunStatement): Promise<Catalog>;
  readDefinition(run: RunStatement, table: CatalogTable): Promise<string>;
  readRights(run: RunStatement): Promise<LoginRights>;
  readAccounts(run: RunStatement): Promise<AccountsReading>;
  /** Forgets what a statement left in its session. */
  resetQuery: string;
  /** The next step where the server asks for a login that the driver does not speak; null for the general one. */
  pluginHint: Text | null;
}
