import { randomBytes } from 'node:crypto';
import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';

import { countRows, ownColumns } from './sql-commit.ts';
import { namer, type WarehouseDialect, type WriteSession, words } from './sql-dialect.ts';
import { createSqlStaging } from './sql-staging.ts';
import type { Warehouse } from './warehouse.ts';

/** A warehouse over a database that has temporary tables and transactions. */
export function createSqlWarehouse(deps: {
  engine: string;
  dialect: WarehouseDialect;
  connect: () => Promise<WriteSession>;
  close?: () => Promise<void>;
}): Warehouse {
  const { engine, dialect, connect, close } = deps;
  const quoted = namer(dialect);

  async function withSession<T>(work: (session: WriteSession) => Promise<T>): Promise<T> {
    const session = await connect();
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  }

  const drop = (table: string) =>
    withSession(async (session) => {
      await session.run(words('DROP TABLE IF EXISTS', quoted(table)));
    });

  return {
    engine,
    limits: dialect.limits,
    stage: async () => createSqlStaging(dialect, await connect()),
    async describe(table) {
      const columns = await withSession((session) => dialect.columnsOf(session, table));
      if (columns === null) return null;
      return { columns: ownColumns(columns), isOurs: columns.some(({ name }) => name === bookkeeping.hash) };
    },
    size: (table) =>
      withSession(async (session) => ({
        rows: await countRows(session, quoted(table)),
        bytes: await dialect.bytesOf(session, table),
      })),
    drop,
    async tryOut() {
      const table = `sextant_trial_${randomBytes(6).toString('hex')}`;
      const columns = [{ name: 'a', type: 'integer' as const }];
      const staging = createSqlStaging(dialect, await connect());
      try {
        await staging.append({ columns, values: [[1]], hashes: ['0'.repeat(32)] });
        const stamp = { executionId: 'trial', collectedAt: new Date() };
        await staging.commit({ table, columns, keyed: true, stamp, comment: null });
      } finally {
        await staging.abort();
        await drop(table).catch(() => undefined);
      }
    },
    close: close ?? (async () => undefined),
  };
}
