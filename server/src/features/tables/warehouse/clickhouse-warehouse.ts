import { randomBytes } from 'node:crypto';
import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';
import type { ConnectionLogin } from '../../connections/connection-opener.ts';
import { type ClickhouseSession, connectClickhouse } from './clickhouse-session.ts';
import { bytesOf, describeTable } from './clickhouse-side.ts';
import { clickhouseTypes, literal, ownColumns, quoted, select } from './clickhouse-sql.ts';
import { createClickhouseStaging, stagePrefix } from './clickhouse-staging.ts';
import { words } from './sql-dialect.ts';
import type { Warehouse } from './warehouse.ts';

const maxColumns = 1000;
const longestNameBytes = 200;
/** Longer than any execution runs. */
const staleDays = 2;

/** Staging tables of processes that died. */
async function dropStale(session: ClickhouseSession): Promise<void> {
  const stale = await session.rows(
    words(
      ...['SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name,'],
      ...[
        literal(stagePrefix),
        ') AND metadata_modification_time < now() - toIntervalDay(',
        String(staleDays),
        ')',
      ],
    ),
  );
  for (const [name] of stale) await session.run(words('DROP TABLE IF EXISTS', quoted(String(name))));
}

/** The warehouse in a database of a ClickHouse server. Rejects when it cannot be reached. */
export async function openClickhouseWarehouse(login: ConnectionLogin): Promise<Warehouse> {
  async function withSession<T>(work: (session: ClickhouseSession) => Promise<T>): Promise<T> {
    const session = await connectClickhouse(login);
    try {
      return await work(session);
    } finally {
      session.end();
    }
  }

  const major = await withSession(async (session) => {
    await dropStale(session);
    const [[version] = []] = await session.rows('SELECT version()');
    return Number.parseInt(String(version), 10) || 0;
  });
  const types = clickhouseTypes(major);
  const stage = async () => createClickhouseStaging(types, await connectClickhouse(login));
  const drop = (table: string) =>
    withSession((session) => session.run(words('DROP TABLE IF EXISTS', quoted(table))));

  return {
    engine: 'clickhouse',
    limits: {
      maxColumns,
      refuseName(name) {
        if (name.toLowerCase() !== '_row_number' && Buffer.byteLength(name) <= longestNameBytes) return null;
        return {
          zh: `ClickHouse 的列名最多 ${longestNameBytes} 字节，且不能是 _row_number，请改名`,
          en: `In ClickHouse names have up to ${longestNameBytes} bytes and are not _row_number; rename it`,
        };
      },
    },
    stage,
    async describe(table) {
      const columns = await withSession((session) => describeTable(session, table));
      if (columns === null) return null;
      return { columns: ownColumns(columns), isOurs: columns.some(({ name }) => name === bookkeeping.hash) };
    },
    size: (table) =>
      withSession(async (session) => ({
        rows: await session.count(select(['toString(count())'], quoted(table))),
        bytes: await bytesOf(session, table),
      })),
    drop,
    async tryOut() {
      const table = `sextant_trial_${randomBytes(6).toString('hex')}`;
      const columns = [{ name: 'a', type: 'integer' as const }];
      const staging = await stage();
      const stamp = { executionId: 'trial', collectedAt: new Date() };
      try {
        await staging.append({ columns, values: [[1]], hashes: ['0'.repeat(32)] });
        await staging.commit({ table, columns, keyed: true, stamp, comment: null });
      } finally {
        await staging.abort();
        await drop(table).catch(() => undefined);
      }
    },
    close: async () => undefined,
  };
}
