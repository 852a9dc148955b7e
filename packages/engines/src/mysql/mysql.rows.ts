import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Connection, Query } from 'mysql2';
import { uniqueColumns } from '../column-names.ts';
import { type MysqlField, typeRule } from './mysql.values.ts';

/** Rows of a running command, pulled: the socket is paused while nobody reads. */
export interface MysqlRows {
  /** Resolves with the result's columns, none for a statement without rows; rejects when it failed at once. */
  columns: Promise<ResultColumn[]>;
  read(count: number): Promise<Cell[][]>;
  ended(): boolean;
}

type DriverRow = Parameters<ReturnType<typeof typeRule>['cell']>[0][];
type CellRule = ReturnType<typeof typeRule>['cell'];

const rowsAhead = 32;

function convert(row: DriverRow, rules: CellRule[]): Cell[] {
  const cells: Cell[] = new Array(row.length);
  for (let index = 0; index < row.length; index++) {
    const value = row[index];
    const rule = rules[index];
    cells[index] = value === null || value === undefined || !rule ? null : rule(value);
  }
  return cells;
}

/** The columns of a result, each with a name of its own. */
export function resultColumns(fields: readonly MysqlField[]): ResultColumn[] {
  const named = fields.map((field) => {
    const { type, kind } = typeRule(field);
    return { name: field.name, type, kind };
  });
  return uniqueColumns(named);
}

/** Turns the events of a mysql2 command into reads at the reader's pace. */
export function pullRows(connection: Connection, command: Query): MysqlRows {
  const columns = Promise.withResolvers<ResultColumn[]>();
  columns.promise.catch(() => {});
  let rules: CellRule[] = [];
  let rows: Cell[][] = [];
  let wanted = rowsAhead;
  let paused = false;
  /** A procedure may send several results; the first one is the statement's. */
  let results = 0;
  let failure: unknown = null;
  let over = false;
  let wake: (() => void) | null = null;

  function finish(error: unknown): void {
    if (over) return;
    over = true;
    connection.off('error', finish);
    failure = error;
    if (error) columns.reject(error);
    else columns.resolve([]);
    wake?.();
  }

  command.on('fields', (fields: MysqlField[] | undefined) => {
    results += 1;
    if (results > 1) return;
    rules = (fields ?? []).map((field) => typeRule(field).cell);
    columns.resolve(resultColumns(fields ?? []));
  });
  command.on('result', (row: unknown) => {
    if (!Array.isArray(row) || results > 1) return;
    rows.push(convert(row, rules));
    if (rows.length < wanted) return;
    paused = true;
    connection.pause();
    wake?.();
  });
  command.on('error', finish);
  command.on('end', () => finish(null));
  // A lost connection is told to the connection only when a command has no callback.
  connection.on('error', finish);

  async function filled(): Promise<void> {
    if (paused) {
      paused = false;
      connection.resume();
    }
    if (over || rows.length >= wanted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await promise;
    wake = null;
  }

  return {
    columns: columns.promise,
    async read(count) {
      wanted = count;
      if (rows.length < count && !over) await filled();
      if (failure && rows.length === 0) throw failure;
      const batch = rows.length > count ? rows.slice(0, count) : rows;
      rows = rows.length > count ? rows.slice(count) : [];
      return batch;
    },
    ended: () => over && failure === null,
  };
}
