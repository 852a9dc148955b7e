import { createHash } from 'node:crypto';
import {
  type DistinctRunner,
  defaultCollectCaps,
  type ReadColumn,
  readTableValues,
} from '@sextant/ask/collect-values';
import { createValueIndex, type ValueIndex } from '@sextant/ask/value-index';
import type { ValueIndexState } from '@sextant/contract/value-index';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { createPause } from './in-slices.ts';
import type { TableValuesRepository, TableValuesRow } from './table-values.repository.ts';

/** Most of what is read at a time and kept of a connection. */
export const collectionCaps = { ms: 60_000, values: defaultCollectCaps.values, bytes: 24 * 1024 * 1024 };
/** A table that seems unchanged is read again after this time all the same. */
const trustedMs = 24 * 60 * 60_000;
const rowsPerSave = 20;
/** So many columns that cannot be read, one after the other, mean that the database is not there. */
const mostFailures = 12;

/** A table's values with what they were read for. */
interface KnownTable {
  row: Omit<TableValuesRow, 'content'>;
  columns: ReadColumn[];
  values: number;
  bytes: number;
}

/**
 * The values of a connection's tables: those kept on disk, brought up to date by reading tables that are new, changed or
 * a day old, and no others.
 */
export interface ValueCollection {
  state: ValueIndexState;
  /** Takes up what is kept; gives an index of it. */
  restore(): Promise<ValueIndex>;
  /** Whether some tables have no values yet, not even old ones. */
  isIncomplete(): boolean;
  /** Reads what is missing or old under the caps, keeps it, and gives the index of all; rejects when the signal aborts. */
  read(run: DistinctRunner, signal: AbortSignal): Promise<ValueIndex>;
}

export function createValueCollection(deps: {
  connection: Pick<StoredConnection, 'id' | 'updatedAt'>;
  catalog: Catalog;
  tableValues: TableValuesRepository;
  /** Values read before that moment count as old. */
  oldBefore: string;
  caps?: typeof collectionCaps;
}): ValueCollection {
  const { connection, catalog, tableValues, oldBefore, caps = collectionCaps } = deps;
  const known = new Map<string, KnownTable>();
  const wanted = new Map(catalog.tables.map((table) => [keyOf(table), table]));
  const definitions = new Map<string, string>();
  const state: ValueIndexState = {
    state: 'reading',
    tables: catalog.tables.length,
    tables_known: 0,
    tables_read: 0,
    values: 0,
    bytes: 0,
    stopped_by: null,
    started_at: new Date().toISOString(),
    ended_at: null,
  };

  function put(table: KnownTable): void {
    drop(table.row.table_key);
    known.set(table.row.table_key, table);
    state.values += table.values;
    state.bytes += table.bytes;
    state.tables_known = known.size;
  }

  function drop(key: string): void {
    const before = known.get(key);
    if (!before) return;
    known.delete(key);
    state.values -= before.values;
    state.bytes -= before.bytes;
  }

  async function index(): Promise<ValueIndex> {
    const values = createValueIndex();
    const pause = createPause();
    for (const [key, { columns }] of known) {
      const table = wanted.get(key);
      if (!table) continue;
      for (const { column, values: held, complete } of columns) {
        values.add({ schema: table.schema, table: table.name, column }, held, complete);
        await pause();
      }
    }
    return values;
  }

  async function restore(): Promise<ValueIndex> {
    const pause = createPause();
    for (const [key, table] of wanted) {
      definitions.set(key, definitionOf(table, connection.updatedAt));
      await pause();
    }
    const gone: string[] = [];
    for (const { content, ...row } of await tableValues.list(connection.id)) {
      if (definitions.get(row.table_key) === row.definition) {
        put(knownTable(row, JSON.parse(content) as ReadColumn[], content));
      } else if (!wanted.has(row.table_key)) gone.push(row.table_key);
      await pause();
    }
    await tableValues.remove(connection.id, gone);
    return index();
  }

  function isOld(key: string, table: CatalogTable): boolean {
    const row = known.get(key)?.row;
    if (!row || row.read_at < oldBefore || row.row_estimate !== estimateOf(table)) return true;
    return Date.now() - Date.parse(row.read_at) > trustedMs;
  }

  /** Tables without any values first, then those whose values are oldest. */
  function due(): [string, CatalogTable][] {
    const readAt = (key: string) => known.get(key)?.row.read_at ?? '';
    return [...wanted]
      .filter(([key, table]) => isOld(key, table))
      .sort(([left], [right]) => readAt(left).localeCompare(readAt(right)));
  }

  function cap(deadline: number): ValueIndexState['stopped_by'] {
    if (performance.now() > deadline) return 'time';
    if (state.values >= caps.values) return 'values';
    return state.bytes >= caps.bytes ? 'bytes' : null;
  }

  async function readTables(run: DistinctRunner, signal: AbortSignal, save: Save): Promise<void> {
    const deadline = performance.now() + caps.ms;
    const watched = watchFailures(run);
    for (const [key, table] of due()) {
      signal.throwIfAborted();
      state.stopped_by = cap(deadline);
      if (state.stopped_by !== null) return;
      const failuresBefore = watched.failures();
      const columns = await readTableValues(table, watched.run, caps.values - state.values);
      signal.throwIfAborted();
      watched.throwIfGone();
      const row = {
        table_key: key,
        definition: definitions.get(key) ?? definitionOf(table, connection.updatedAt),
        row_estimate: estimateOf(table),
        read_at: new Date().toISOString(),
      };
      const content = JSON.stringify(columns);
      put(knownTable(row, columns, content));
      state.tables_read += 1;
      // What could not be read today may be there tomorrow, so only whole tables are kept.
      if (watched.failures() === failuresBefore) await save({ ...row, content });
    }
  }

  return {
    state,
    restore,
    isIncomplete: () => known.size < wanted.size,
    async read(run, signal) {
      const { save, flush } = inBatches((rows) => tableValues.save(connection.id, rows));
      try {
        await readTables(run, signal, save);
      } finally {
        await flush();
      }
      return index();
    },
  };
}

function watchFailures(run: DistinctRunner) {
  let failures = 0;
  let inARow = 0;
  let last: unknown = null;
  const watched: DistinctRunner = async (column, limit) => {
    try {
      const read = await run(column, limit);
      inARow = 0;
      return read;
    } catch (error) {
      failures += 1;
      inARow += 1;
      last = error;
      throw error;
    }
  };
  return {
    run: watched,
    failures: () => failures,
    throwIfGone(): void {
      if (inARow >= mostFailures) throw last;
    },
  };
}

type Save = (row: TableValuesRow) => Promise<void>;

function inBatches(write: (rows: TableValuesRow[]) => Promise<void>) {
  let waiting: TableValuesRow[] = [];
  const flush = async () => {
    const rows = waiting;
    waiting = [];
    await write(rows);
  };
  const save: Save = async (row) => {
    waiting.push(row);
    if (waiting.length >= rowsPerSave) await flush();
  };
  return { save, flush };
}

function knownTable(row: KnownTable['row'], columns: ReadColumn[], content: string): KnownTable {
  const values = columns.reduce((sum, column) => sum + column.values.length, 0);
  return { row, columns, values, bytes: Buffer.byteLength(content) };
}

function keyOf({ schema, name }: CatalogTable): string {
  return JSON.stringify([schema, name]);
}

function estimateOf({ rowEstimate }: CatalogTable): string | null {
  return rowEstimate === null ? null : String(rowEstimate);
}

/** Changes with the columns of the table and with the connection it is read over. */
function definitionOf({ columns }: CatalogTable, updatedAt: string): string {
  const told = JSON.stringify([updatedAt, columns.map(({ name, type }) => [name, type])]);
  return createHash('sha256').update(told).digest('base64url');
}
