import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '@sextant/engines/engine-error';
import type { ClickhouseSession } from './clickhouse-session.ts';
import { literal, quoted } from './clickhouse-sql.ts';
import { words } from './sql-dialect.ts';

const longestWaitMs = 10 * 60_000;
const lookEveryMs = 200;
/** A lock this old was left by a process that died. */
const staleMinutes = 30;

const isTaken = (error: unknown): boolean =>
  error instanceof EngineError && /already exists/i.test(error.message);

/** Keeps other processes from committing to a table meanwhile: of two that create one lock table, one succeeds. */
export async function withClickhouseLock<T>(
  session: ClickhouseSession,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  const name = ['sextant_lock_', hash('md5', table)].join('');
  const isOld = words(
    ...['SELECT count() FROM system.tables WHERE database = currentDatabase() AND name =', literal(name)],
    ...['AND metadata_modification_time < now() -', String(staleMinutes * 60)],
  );

  async function take(): Promise<boolean> {
    try {
      await session.run(words('CREATE TABLE', quoted(name), '(a Int8) ENGINE = Memory'));
      return true;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if ((await session.count(isOld)) > 0) await session.run(words('DROP TABLE IF EXISTS', quoted(name)));
      return false;
    }
  }

  const startedAt = performance.now();
  while (!(await take())) {
    if (performance.now() - startedAt > longestWaitMs)
      throw new Error('Another execution has been writing the table for too long');
    await delay(lookEveryMs);
  }
  try {
    return await work();
  } finally {
    await session.run(words('DROP TABLE IF EXISTS', quoted(name))).catch(() => undefined);
  }
}
