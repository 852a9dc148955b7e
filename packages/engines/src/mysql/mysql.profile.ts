import type { Cell } from '@sextant/contract/chart';
import type { ConnectionField } from '@sextant/contract/connections';
import type { AccountsReading } from '../account-facts.ts';
import type { EngineErrorCode } from '../engine-error.ts';
import type { LoginRights } from '../login-rights.ts';
import type { Plan } from '../plan.ts';
import type { RunStatement } from '../pooled-database.ts';

/** How a session is made safe for one statement. */
export interface MysqlSetUp {
  /** Sets the session up; its one placeholder takes `timeLimit`. */
  sql: string;
  /** A statement's time limit as the server counts it; null asks for the longest that there is. */
  timeLimit(timeoutMs: number | null): number;
  /** Opens a transaction in which the server refuses writes; null where it has none. */
  begin: string | null;
  /**
   * Whether the server prepares statements and tells how many columns they give. Elsewhere a statement runs as text,
   * when its first word is one that reads.
   */
  prepares: boolean;
  /** Whether the server knows COM_RESET_CONNECTION. */
  resets: boolean;
  /** Ends the connection whose id follows. Ending only its statement fails between the messages of one statement. */
  kill: string;
}

/** What tells one server that speaks MySQL's protocol from another, as data. */
export interface MysqlProfile {
  id: string;
  label: string;
  /** As in `Engine`. */
  unproven?: boolean;
  defaultPort: number;
  fields: ConnectionField[];
  /** `version` is what `VERSION()` gives, `comment` what `@@version_comment` does. */
  versionText(version: string, comment: string): string;
  setUp(version: string): MysqlSetUp;
  /** Databases of the server's own, which the catalog leaves out. */
  systemSchemas: readonly string[];
  /** Whether `KEY_COLUMN_USAGE` and `STATISTICS` tell of keys and indexes; else only `COLUMN_KEY` does. */
  keysInSchema: boolean;
  /** Codes by message, for servers that give most errors one number. */
  messages: readonly [RegExp, EngineErrorCode][];
  readPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan>;
  readRights(run: RunStatement, profile: Pick<MysqlProfile, 'systemSchemas'>): Promise<LoginRights>;
  readAccounts?: ((run: RunStatement) => Promise<AccountsReading>) | undefined;
}

/** How MySQL itself does what is not a matter of version. */
export const mysqlSession = {
  begin: 'START TRANSACTION READ ONLY',
  prepares: true,
  resets: true,
  kill: 'KILL CONNECTION',
} satisfies Partial<MysqlSetUp>;
