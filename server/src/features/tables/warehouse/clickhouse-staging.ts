import { randomBytes } from 'node:crypto';
import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';
import type { StagedRows, WarehouseColumn } from '../row-shaper.ts';
import type { ColumnType } from '../table-writer.ts';
import { commitToClickhouse } from './clickhouse-commit.ts';
import type { ClickhouseSession } from './clickhouse-session.ts';
import { removeFromClickhouse } from './clickhouse-side.ts';
import { type ClickhouseTypes, quoted, rowNumber, select } from './clickhouse-sql.ts';
import { copyLines } from './postgresql-copy-in.ts';
import { inParens, listed, plainKinds, type StagedColumn, type StagedKind, words } from './sql-dialect.ts';
import { stampColumns } from './sql-staging.ts';
import type { Staging } from './warehouse.ts';

export const stagePrefix = 'sextant_stage_';

/** Characters that are sent at once: each statement costs the server files of its own. */
const sendCharacters = 4_000_000;
const kindOf = (type: ColumnType): StagedKind => (plainKinds.includes(type) ? (type as StagedKind) : 'text');

/** A staging table of its own, for ClickHouse has no temporary ones that hold more than memory does. */
export function createClickhouseStaging(types: ClickhouseTypes, session: ClickhouseSession): Staging {
  const hash = quoted(bookkeeping.hash);
  let stage = '';
  let staged: StagedColumn[] | null = null;
  let waiting: Buffer[] = [];
  let bytes = 0;
  let sent = 0;
  let sending: Promise<void> = Promise.resolve();
  let ended = false;

  async function create(columns: readonly StagedColumn[]): Promise<void> {
    stage = quoted([stagePrefix, randomBytes(6).toString('hex')].join(''));
    const parts = columns.map(({ name, kind }) => words(quoted(name), types.stageType(kind)));
    const all = listed([words(rowNumber, 'Int64'), words(hash, 'String'), ...parts]);
    await session.run(words('CREATE TABLE', stage, inParens(all), 'ENGINE = Log'));
  }

  /** What is staged in a table with other columns: tables of logs cannot be altered. */
  async function rebuild(wanted: StagedColumn[], known: readonly StagedColumn[]): Promise<void> {
    await flush();
    const before = stage;
    await create(wanted);
    const values = wanted.map(({ name, kind }) => {
      const was = known.find((one) => one.name === name);
      if (!was) return 'NULL';
      return was.kind === kind ? quoted(name) : types.cast(quoted(name), was.kind, kind, true);
    });
    const names = [rowNumber, hash, ...wanted.map(({ name }) => quoted(name))];
    await session.run(
      words('INSERT INTO', stage, inParens(listed(names)), select([rowNumber, hash, ...values], before)),
    );
    await session.run(words('DROP TABLE', before));
  }

  async function adapt(columns: readonly WarehouseColumn[]): Promise<StagedColumn[]> {
    const known = staged ?? [];
    const wanted = known.map((one) => {
      const given = columns.find(({ name }) => name === one.name);
      return given ? { name: one.name, kind: kindOf(given.type) } : one;
    });
    for (const { name, type } of columns)
      if (!known.some((one) => one.name === name)) wanted.push({ name, kind: kindOf(type) });
    if (staged === null) await create(wanted);
    else if (JSON.stringify(wanted) !== JSON.stringify(known)) await rebuild(wanted, known);
    staged = wanted;
    return wanted;
  }

  /** Sends what waits; the next rows are made ready meanwhile. */
  async function send(): Promise<void> {
    await sending;
    if (bytes === 0) return;
    const names = [rowNumber, hash, ...(staged ?? []).map(({ name }) => quoted(name))];
    const sql = words('INSERT INTO', stage, inParens(listed(names)), 'FORMAT TabSeparated');
    const body = [sql, Buffer.concat(waiting, bytes).toString()].join('\n');
    waiting = [];
    bytes = 0;
    sending = session.run(body);
    sending.catch(() => undefined);
  }

  async function flush(): Promise<void> {
    await send();
    await sending;
  }

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    await sending.catch(() => undefined);
    if (stage !== '') await session.run(words('DROP TABLE IF EXISTS', stage)).catch(() => undefined);
    session.end();
  }

  /** Numbers in the order of the rows, and 1 and 0 for truth values. */
  function sendable(rows: StagedRows): StagedRows {
    const numbers = rows.hashes.map((_, at) => sent + at + 1);
    const values = rows.values.map((own, at) =>
      rows.columns[at]?.type === 'boolean'
        ? own.map((value) => (typeof value === 'boolean' ? Number(value) : value))
        : own,
    );
    sent += rows.hashes.length;
    return {
      columns: [{ name: bookkeeping.hash, type: 'text' }, ...rows.columns],
      values: [rows.hashes, ...values],
      hashes: numbers.map(String),
    };
  }

  return {
    async append(rows) {
      const columns = await adapt(rows.columns);
      const lines = copyLines([{ name: bookkeeping.hash, kind: 'text' }, ...columns], sendable(rows));
      waiting.push(lines);
      bytes += lines.length;
      if (bytes >= sendCharacters) await send();
    },
    async commit(order) {
      try {
        await adapt(order.stamp ? order.columns : [...order.columns, ...stampColumns]);
        await flush();
        return await commitToClickhouse({ types, session, stage, order });
      } finally {
        await end();
      }
    },
    async remove(table) {
      try {
        await adapt([]);
        await flush();
        return await removeFromClickhouse({ types, session, stage, table });
      } finally {
        await end();
      }
    },
    abort: end,
  };
}
