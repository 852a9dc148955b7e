import type { Cell } from '@sextant/contract/chart';
import type { AccountsReading } from './account-facts.ts';
import type { Catalog, CatalogTable } from './catalog.ts';
import { runCsv } from './csv-run.ts';
import type { DatabaseSize } from './database-sizes.ts';
import type { Database, QueryOptions, QueryStream } from './engine.ts';
import { hintedError } from './hints.ts';
import type { LoginRights } from './login-rights.ts';
import type { Plan } from './plan.ts';
import { createPool } from './pool.ts';
import { runQuery } from './query-run.ts';
import type { SessionSource } from './session.ts';
import { checkStatement } from './settings.ts';

const idleMs = 60_000;

/** Runs one statement of the engine's own and gives all its rows. */
export type RunStatement = (sql: string, params?: readonly Cell[]) => Promise<Cell[][]>;

export interface PooledDatabaseOptions {
  source: SessionSource;
  /** Most sessions at a time. */
  maxSessions: number;
  readVersion(run: RunStatement): Promise<string>;
  readCatalog(run: RunStatement): Promise<Catalog>;
  /** Asks how the statement would run, without running it. */
  readPlan(run: RunStatement, sql: string, params: readonly Cell[]): Promise<Plan>;
  /** An empty text says that the table is gone. */
  readDefinition(run: RunStatement, table: CatalogTable): Promise<string>;
  readRights(run: RunStatement): Promise<LoginRights>;
  readSizes?(run: RunStatement): Promise<DatabaseSize[]>;
  readAccounts?(run: RunStatement): Promise<AccountsReading>;
}

async function readAll(stream: QueryStream): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of stream.batches) for (const row of batch) rows.push(row);
  return rows;
}

/** The `Database` over a pool of an engine's sessions: what is the same for every engine. */
export function createPooledDatabase(options: PooledDatabaseOptions): Database {
  const { source, readAccounts, readSizes } = options;
  const pool = createPool(source.connect, { max: options.maxSessions, idleMs });

  const query = async (sql: string, queryOptions: QueryOptions = {}) => {
    checkStatement(sql, queryOptions.params ?? []);
    return runQuery(pool, source.describeError, sql, queryOptions);
  };
  const runner =
    (signal?: AbortSignal): RunStatement =>
    async (sql, params) =>
      readAll(await query(sql, { params, signal }));

  return {
    query,
    version: () => options.readVersion(runner()),
    catalog: (signal) => options.readCatalog(runner(signal)),
    ...(source.copies && {
      copyCsv: async (sql, copyOptions = {}) => {
        checkStatement(sql, []);
        return runCsv(pool, source.describeError, sql, copyOptions);
      },
    }),
    explain: async (sql, { params = [], signal } = {}) => {
      checkStatement(sql, params);
      return options.readPlan(runner(signal), sql, params);
    },
    definition: async (table) => {
      const text = await options.readDefinition(runner(), table);
      if (text === '') throw hintedError('unknown_table', `There is no table ${table.name} any more`);
      return text;
    },
    rights: () => options.readRights(runner()),
    ...(readSizes && { sizes: (signal?: AbortSignal) => readSizes(runner(signal)) }),
    ...(readAccounts && { accounts: (signal?: AbortSignal) => readAccounts(runner(signal)) }),
    close: () => pool.close(),
  };
}
