import { hintedError } from '../hints.ts';
import type { Session } from '../session.ts';
import { withTimeLimit } from '../time-limit.ts';
import { connectSqlserver, runBatch, type SqlserverLogin } from './sqlserver.connect.ts';
import { refuseWrites } from './sqlserver.read-only.ts';
import { type SqlserverRows, startStatement } from './sqlserver.rows.ts';

const stopLimitMs = 2000;
/** A reader does not wait longer than this for the locks of writers. */
const lockLimitMs = 30_000;

function beginSql(timeoutMs: number | null): string {
  const limit = Math.min(timeoutMs ?? lockLimitMs, lockLimitMs);
  return ['SET LOCK_TIMEOUT', Math.ceil(limit), 'BEGIN TRANSACTION'].join(' ');
}

/**
 * Logs in and gives a session whose every statement is one SELECT in a transaction of its own, which is always rolled
 * back: SQL Server has no read-only transaction.
 */
export async function openSqlserverSession(login: SqlserverLogin): Promise<Session> {
  const connection = await connectSqlserver(login);
  let lost = false;
  let running: SqlserverRows | null = null;
  connection.on('end', () => {
    lost = true;
  });

  function refuseWhenLost(): void {
    if (lost) throw hintedError('lost', 'The connection to the database is gone');
  }

  function reset(): Promise<void> {
    return new Promise((resolve, reject) => connection.reset((error) => (error ? reject(error) : resolve())));
  }

  return {
    async start(sql, params, timeoutMs) {
      refuseWhenLost();
      refuseWrites(sql);
      await runBatch(connection, beginSql(timeoutMs));
      const rows = await startStatement(connection, sql, params, timeoutMs);
      running = rows;
      const columns = await rows.columns;
      return { columns, read: rows.read, close: async () => rows.ended() };
    },
    async stop() {
      const cancelled = running && !running.ended() && !lost ? running.cancel() : Promise.resolve();
      const tooLate = () => new Error('The server did not confirm the stop');
      await withTimeLimit(cancelled, stopLimitMs, tooLate).catch(() => {});
      connection.close();
    },
    async reset() {
      refuseWhenLost();
      await runBatch(connection, 'IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION');
      await reset();
      running = null;
    },
    async isAlive() {
      if (lost) return false;
      await runBatch(connection, 'SELECT 1');
      return true;
    },
    async end() {
      connection.close();
    },
  };
}
