import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Cell } from '@sextant/contract/chart';
import type { ConnectionSettings, Database, Engine, EngineContext, QueryOptions } from '../engine.ts';
import type { ConformanceFixture, PreparedDatabase } from './fixture.ts';

/** One engine on trial: what the topics of the suite share. Database and connection are there once tests run. */
export interface Trial {
  fixture: ConformanceFixture;
  engine: Engine;
  prepared(): PreparedDatabase;
  database(): Database;
  /** One more connection to the same database, to be closed by the test. */
  open(more?: Partial<EngineContext>, change?: Partial<ConnectionSettings>): Promise<Database>;
  /** A test that is skipped where the database cannot be had. */
  spec(name: string, run: (skip: (reason: string) => void) => Promise<void>, timeoutMs?: number): void;
}

export const megabyte = 1024 * 1024;

/** Enough rows to be larger than every buffer on the way. */
export const rowsInLargeResult = 300_000;

export const trialContext: EngineContext = { resolveHost: async (host) => host, connectTimeoutMs: 5000 };

export async function readRows(database: Database, sql: string, options?: QueryOptions): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await database.query(sql, options)).batches) rows.push(...batch);
  return rows;
}

/** Waits until a condition holds; rejects after the limit. */
export async function until(condition: () => Promise<boolean>, limitMs: number): Promise<void> {
  const startedAt = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAt > limitMs) throw new Error(`not so within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Bytes of values and buffers that this process holds. */
export function usedMemory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** How much more memory is held than before: what only waits for the collector does not count once it is much. */
export function heldSince(before: number): number {
  if (usedMemory() - before > 60 * megabyte) collectGarbage();
  return usedMemory() - before;
}

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
