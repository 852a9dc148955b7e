import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  UUID,
  VARCHAR,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { StagedRows } from '../row-shaper.ts';
import { chunkRows, fillHashes, fillVector } from './duckdb-vectors.ts';
import type { StagedColumn, StagedKind } from './sql-dialect.ts';

const duckdbTypes: Record<StagedKind, DuckDBType> = {
  integer: BIGINT,
  number: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  text: VARCHAR,
};

/** Cells that are handed over before other work has its turn. */
const sliceCells = 100_000;
/** Rows after which DuckDB is made to take them in, which holds everything else up. */
const flushRows = 20_000;

/** Adds rows to temporary tables through DuckDB's appender, in chunks of columns. */
export function createDuckdbAppender(connection: DuckDBConnection) {
  let open: { stage: string; kinds: string; appender: DuckDBAppender; waiting: number } | null = null;

  /** Hands over what waits; needed before anything else is done with the tables. */
  function flush(): void {
    const { appender } = open ?? {};
    open = null;
    appender?.closeSync();
  }

  async function appenderFor(stage: string, columns: readonly StagedColumn[]) {
    const kinds = columns.map(({ kind }) => kind).join();
    if (open?.stage !== stage || open.kinds !== kinds || open.waiting > flushRows) {
      flush();
      open = { stage, kinds, appender: await connection.createAppender(stage, 'main', 'temp'), waiting: 0 };
    }
    return open;
  }

  async function append(stage: string, columns: readonly StagedColumn[], rows: StagedRows): Promise<void> {
    const { columns: given, values, hashes } = rows;
    const types = [UUID, ...columns.map(({ kind }) => duckdbTypes[kind])];
    const sources = columns.map(({ name }) => values[given.findIndex((one) => one.name === name)] ?? null);
    const step = Math.max(1, Math.min(chunkRows, Math.floor(sliceCells / types.length)));
    for (let from = 0; from < hashes.length; from += step) {
      const current = await appenderFor(stage, columns);
      const count = Math.min(hashes.length - from, step);
      const chunk = DuckDBDataChunk.create(types, count);
      const vector = (index: number) => duckdb.data_chunk_get_vector(chunk.chunk, index);
      fillHashes(vector(0), hashes.slice(from, from + count));
      for (const [index, { kind }] of columns.entries())
        fillVector(vector(index + 1), kind, sources[index] ?? null, from, count);
      current.appender.appendDataChunk(chunk);
      current.waiting += count;
      if (from + count < hashes.length) await nextTurn();
    }
  }

  return { append, flush };
}
