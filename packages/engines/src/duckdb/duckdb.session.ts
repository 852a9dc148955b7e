import { setTimeout as sleep } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBResult, DuckDBVector } from '@duckdb/node-api';
import type { Cell } from '@sextant/contract/chart';
import { uniqueColumns } from '../column-names.ts';
import { hintedError } from '../hints.ts';
import type { RunningStatement, Session } from '../session.ts';
import { describeDuckdbError } from './duckdb.errors.ts';
import type { OpenInstance, SharedInstance } from './duckdb.instance.ts';
import { cellFunction, resultType } from './duckdb.values.ts';

/** SELECT and EXPLAIN as DuckDB's own parser numbers them; DESCRIBE, SHOW and SUMMARIZE count as SELECT. */
const readTypes = new Set([1, 4]);
const stopLimitMs = 2000;
const stopPauseMs = 20;

function bindable(value: Cell): Cell | bigint {
  const large = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > 2 ** 31 - 1;
  return large ? BigInt(value) : value;
}

function createReader(
  result: DuckDBResult,
  toJson: OpenInstance['toJson'],
): (count: number) => Promise<Cell[][]> {
  const cells = result.columnTypes().map((type) => cellFunction(type, toJson));
  let vectors: DuckDBVector[] = [];
  let rowCount = 0;
  let next = 0;

  async function nextChunk(): Promise<boolean> {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return false;
    vectors = cells.map((_, index) => chunk.getColumnVector(index));
    rowCount = chunk.rowCount;
    next = 0;
    return true;
  }

  return async (count) => {
    if (next >= rowCount && !(await nextChunk())) return [];
    const rows: Cell[][] = [];
    for (const end = Math.min(rowCount, next + count); next < end; next++) {
      const row: Cell[] = new Array(cells.length);
      for (let index = 0; index < cells.length; index++) {
        const value = vectors[index]?.getItem(next) ?? null;
        row[index] = value === null ? null : (cells[index]?.(value) ?? null);
      }
      rows.push(row);
    }
    return rows;
  };
}

async function startStatement(
  connection: DuckDBConnection,
  { writable, toJson }: OpenInstance,
  sql: string,
  params: readonly Cell[],
): Promise<Omit<RunningStatement, 'close'>> {
  if (writable) await connection.run('BEGIN TRANSACTION READ ONLY');
  const prepared = await connection.prepare(sql);
  if (!readTypes.has(prepared.statementType)) {
    throw hintedError('read_only', 'Only SELECT and EXPLAIN run in a read-only session');
  }
  if (params.length > 0) prepared.bind(params.map(bindable));
  const result = await prepared.stream();
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, index) => ({
    name,
    ...(types[index] ? resultType(types[index]) : { type: '', kind: 'other' as const }),
  }));
  return { columns: uniqueColumns(columns), read: createReader(result, toJson) };
}

/** A session over a shared DuckDB file. Every statement has a connection of its own, so that none leaves a trace. */
export async function openDuckdbSession(shared: SharedInstance): Promise<Session> {
  const open = await shared.take().catch((error: unknown) => {
    throw describeDuckdbError(error);
  });
  let connection: DuckDBConnection | null = null;
  let working: Promise<unknown> | null = null;
  let stopping = false;
  let ended = false;

  /** Remembers work that runs on DuckDB's threads: nothing may be closed under it. */
  async function track<T>(work: Promise<T>): Promise<T> {
    working = work;
    try {
      return await work;
    } finally {
      if (working === work) working = null;
    }
  }

  function disconnect(): void {
    connection?.closeSync();
    connection = null;
  }

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    disconnect();
    shared.give();
  }

  /** Until it works: a statement that waits for a thread of its own takes no notice before it has begun. */
  async function interrupt(): Promise<void> {
    while (working) {
      connection?.interrupt();
      await Promise.race([working.catch(() => {}), sleep(stopPauseMs)]);
    }
  }

  return {
    async start(sql, params) {
      connection = await track(open.instance.connect());
      // Stopped while it connected: there was nothing to interrupt yet.
      if (stopping) throw hintedError('cancelled', 'The query was stopped before it started');
      const statement = await track(startStatement(connection, open, sql, params));
      return {
        columns: statement.columns,
        read: (count) => track(statement.read(count)),
        close: async () => true,
      };
    },
    async stop() {
      stopping = true;
      const ending = interrupt().then(end);
      await Promise.race([ending, sleep(stopLimitMs, undefined, { ref: false })]);
    },
    reset: async () => disconnect(),
    isAlive: async () => !ended,
    end,
  };
}
