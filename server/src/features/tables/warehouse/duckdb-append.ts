import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { StagedRows } from '../row-shaper.ts';
import type { StoredValue } from '../stored-values.ts';
import type { StagedColumn, StagedKind } from './sql-dialect.ts';

const duckdbTypes: Record<StagedKind, DuckDBType> = {
  integer: BIGINT,
  number: DOUBLE,
  boolean: BOOLEAN,
  text: VARCHAR,
};

/** Rows of a chunk; DuckDB takes 2,048 at most. */
const chunkRows = 2048;
/** Cells that are handed over before other work has its turn. */
const sliceCells = 20_000;

function toDuckdb(kind: StagedKind, value: StoredValue | undefined): DuckDBValue {
  if (value === null || value === undefined) return null;
  return kind === 'integer' && typeof value === 'number' ? BigInt(value) : value;
}

/** Adds rows to a temporary table through DuckDB's appender, in chunks of columns. */
export async function appendToDuckdb(
  connection: DuckDBConnection,
  stage: string,
  columns: readonly StagedColumn[],
  { columns: given, values, hashes }: StagedRows,
): Promise<void> {
  const types = [VARCHAR, ...columns.map(({ kind }) => duckdbTypes[kind])];
  const places = columns.map(({ name }) => given.findIndex((one) => one.name === name));
  const step = Math.max(1, Math.min(chunkRows, Math.floor(sliceCells / types.length)));
  const appender = await connection.createAppender(stage, 'main', 'temp');
  try {
    for (let from = 0; from < hashes.length; from += step) {
      const to = Math.min(hashes.length, from + step);
      const chunk = DuckDBDataChunk.create(types, to - from);
      const slice = columns.map(({ kind }, index) => {
        const own = values[places[index] ?? -1];
        return own
          ? own.slice(from, to).map((value) => toDuckdb(kind, value))
          : new Array<null>(to - from).fill(null);
      });
      chunk.setColumns([hashes.slice(from, to), ...slice]);
      appender.appendDataChunk(chunk);
      if (to < hashes.length) await nextTurn();
    }
  } finally {
    appender.closeSync();
  }
}
