import type { Text } from '@sextant/contract/text';
import type { Validation } from '@sextant/contract/workbench';
import type { Dialect } from '@sextant/sql/dialect';
import type { KnownCatalog, StatementFinding } from '@sextant/sql/finding';
import { findFindings } from '@sextant/sql/findings';
import { guard } from '@sextant/sql/guard';
import { parameterNames, withoutParameterNames } from '@sextant/sql/named-parameters';
import { placeOfRefusal } from '@sextant/sql/refusal-place';
import { AppError } from '../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';

/** What can be said of a statement before it runs; like the contract's validation, with texts in both languages. */
export interface StatementCheck extends Omit<Validation, 'refusal' | 'findings'> {
  refusal: { code: string; construct: string; text: Text; from: number | null; to: number | null } | null;
  /** Advice in the order of the text; none for a statement that is refused. */
  findings: StatementFinding[];
}

interface CheckInput {
  /** The caller has made sure that the person may use it. */
  connection: StoredConnection;
  sql: string;
  signal?: AbortSignal;
}

/** A catalog that is older than this, in milliseconds, is read again before a name is called unknown. */
const oldEnoughToDoubt = 10_000;

/** Checks statements without running them: may it run, what does it read, and what could be better. */
export function createStatementCheckService(deps: { connections: ConnectionsService }) {
  const { connections } = deps;

  /** Null when the catalog cannot be read: then nothing is said that would need it. */
  async function catalogOf(
    { connection, signal }: CheckInput,
    refresh = false,
  ): Promise<{ catalog: KnownCatalog; age: number } | null> {
    try {
      const { catalog, loadedAt } = await connections.catalog(connection, { refresh, signal });
      return { catalog, age: Date.now() - Date.parse(loadedAt) };
    } catch (error) {
      if (error instanceof AppError && error.code !== 'CANCELLED') return null;
      throw error;
    }
  }

  /** Findings by the kept catalog; what it does not know is looked for once more in one that is read now. */
  async function findingsOf(input: CheckInput, sql: string, dialect: Dialect): Promise<StatementFinding[]> {
    const kept = await catalogOf(input);
    const findings = await findFindings(sql, dialect, kept?.catalog ?? null);
    const doubtful = kept !== null && kept.age > oldEnoughToDoubt;
    if (!doubtful || !findings.some(({ code }) => code === 'unknown_table' || code === 'unknown_column')) {
      return findings;
    }
    const fresh = await catalogOf(input, true);
    return findFindings(sql, dialect, fresh?.catalog ?? null);
  }

  return {
    /** Never runs the statement; `:name` parameters need no values. Rejects only when `signal` aborts. */
    async checkStatement(input: CheckInput): Promise<StatementCheck> {
      const { dialect } = input.connection.engine;
      const parameters = parameterNames(input.sql, dialect);
      const sql = withoutParameterNames(input.sql, dialect);
      const verdict = await guard(sql, dialect);
      if (verdict.allow) {
        const findings = await findingsOf(input, sql, dialect);
        return { valid: true, readonly: true, tables: verdict.tables, refusal: null, findings, parameters };
      }
      const { code, construct, reason } = verdict;
      const place = placeOfRefusal(verdict, sql, dialect) ?? { from: null, to: null };
      return {
        valid: false,
        readonly: false,
        tables: [],
        refusal: { code, construct, text: reason, ...place },
        findings: [],
        parameters,
      };
    },
  };
}

export type StatementCheckService = ReturnType<typeof createStatementCheckService>;
