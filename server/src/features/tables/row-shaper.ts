import { hash } from 'node:crypto';
import { bookkeepingColumns } from '@sextant/contract/tables';
import {
  areStored,
  canonicalText,
  convertCell,
  joinTypes,
  type StoredValue,
  typeNames,
  typeOfCell,
} from './stored-values.ts';
import { type ColumnType, type RowBatch, RowRefused, type TableOrder } from './table-writer.ts';

export interface WarehouseColumn {
  name: string;
  type: ColumnType;
}

/** Rows of a run in the order of `columns`, one list of values per column; `hashes` tells equal rows. */
export interface StagedRows {
  columns: readonly WarehouseColumn[];
  values: readonly (readonly StoredValue[])[];
  hashes: readonly string[];
}

/** What a warehouse cannot have. */
export interface NameLimits {
  maxColumns: number;
  /** Why a name cannot be one there; null when it can. */
  refuseName(name: string): { zh: string; en: string } | null;
}

export const bookkeepingNames: ReadonlySet<string> = new Set(Object.values(bookkeepingColumns));

interface ColumnState {
  name: string;
  type: ColumnType | null;
  declared: boolean;
}

/** Checks the rows of one run, finds the types of their columns and what makes each row itself. */
export function createRowShaper(order: Pick<TableOrder, 'key' | 'columns'>, limits: NameLimits) {
  const states: ColumnState[] = [];
  const byName = new Map<string, ColumnState>();
  const byFoldedName = new Map<string, string>();
  let rowsBefore = 0;

  function addColumn(name: string, row: number): ColumnState {
    checkName(name, row);
    const folded = name.toLowerCase();
    const twin = byFoldedName.get(folded);
    if (twin !== undefined) throw twinRefused(twin, name, row);
    const declared = Object.hasOwn(order.columns, name) ? (order.columns[name] ?? null) : null;
    const state = { name, type: declared, declared: declared !== null };
    byName.set(name, state);
    byFoldedName.set(folded, name);
    states.push(state);
    if (states.length > limits.maxColumns) throw tooManyColumns(limits.maxColumns, row);
    return state;
  }

  function checkName(name: string, row: number): void {
    if (bookkeepingNames.has(name.toLowerCase())) throw reservedName(name, row);
    const reason = limits.refuseName(name);
    if (reason) throw refused(row, name, reason);
  }

  /** Widens an undeclared column to hold all these cells. */
  function widen(state: ColumnState, cells: readonly unknown[]): void {
    let type = state.type;
    for (const cell of cells) {
      if (type === 'text') break;
      const own = typeOfCell(cell);
      if (own !== null && own !== type) type = type === null ? own : joinTypes(type, own);
    }
    state.type = type;
  }

  function convert(state: ColumnState, cells: readonly unknown[]): readonly StoredValue[] {
    if (!state.declared) widen(state, cells);
    const { type, name } = state;
    if (type !== null && areStored(type, cells)) return cells;
    return cells.map((cell, at) => {
      const row = rowsBefore + at + 1;
      checkCell(cell, row, name);
      if (type === null) return null;
      const value = convertCell(type, cell);
      if (value === undefined) throw misfit(cell, type, row, name);
      return value;
    });
  }

  /** The texts that make up rows' identities, column by column. */
  function identify(
    parts: { state: ColumnState; cells: readonly unknown[]; values: readonly StoredValue[] }[],
    count: number,
  ) {
    const texts: string[] = new Array<string>(count).fill('');
    for (const { state, cells, values } of parts) {
      const own = state.declared ? values : cells;
      const start = `${state.name}\0`;
      for (let at = 0; at < count; at += 1) {
        const cell = own[at];
        // A column that is not there and one without a value are the same, so that new columns change no old row.
        if (cell === null || cell === undefined) {
          if (order.key) throw nullInKey(state.name, rowsBefore + at + 1);
          continue;
        }
        texts[at] += `${start}${canonicalText(cell)}\0`;
      }
    }
    return texts.map((text) => hash('md5', text));
  }

  function requireKey(names: readonly string[]): void {
    const missing = order.key?.find((name) => !names.includes(name));
    if (missing !== undefined) throw missingKey(missing, names, rowsBefore + 1);
  }

  return {
    /** Takes the next rows; throws a `RowRefused` that names row and column. */
    shape(batch: RowBatch): StagedRows {
      requireKey(batch.columns);
      const count = batch.cells[0]?.length ?? 0;
      const parts = batch.columns.map((name, index) => {
        const state = byName.get(name) ?? addColumn(name, rowsBefore + 1);
        const cells = batch.cells[index] ?? [];
        return { state, cells, values: convert(state, cells) };
      });
      const { key } = order;
      const identity = key
        ? key.flatMap((name) => parts.find(({ state }) => state.name === name) ?? [])
        : parts.toSorted((one, other) => (one.state.name < other.state.name ? -1 : 1));
      const hashes = identify(identity, count);
      rowsBefore += count;
      const valued = parts.filter(({ state }) => state.type !== null);
      return {
        columns: valued.map(({ state }) => ({ name: state.name, type: state.type as ColumnType })),
        values: valued.map(({ values }) => values),
        hashes,
      };
    },
    /** The columns that hold something so far or are declared, with the types that hold all rows so far. */
    columns(): WarehouseColumn[] {
      for (const name of Object.keys(order.columns)) if (!byName.has(name)) addColumn(name, rowsBefore);
      return states.flatMap(({ name, type }) => (type === null ? [] : [{ name, type }]));
    },
  };
}

function checkCell(cell: unknown, row: number, column: string): void {
  if (typeof cell === 'number' && !Number.isFinite(cell)) {
    throw refused(row, column, { zh: `${cell} 不是数值，请改用空值`, en: `${cell} is no number; use null` });
  }
  if (typeof cell === 'string' && cell.includes('\0')) {
    throw refused(row, column, {
      zh: '文本里有 NUL 字符（U+0000），请先去掉',
      en: 'the text holds a NUL character (U+0000); remove it first',
    });
  }
}

function refused(row: number, column: string, reason: { zh: string; en: string }): RowRefused {
  return new RowRefused({
    zh: `第 ${row} 行的列「${column}」：${reason.zh}`,
    en: `Row ${row}, column "${column}": ${reason.en}`,
  });
}

function misfit(cell: unknown, type: ColumnType, row: number, column: string): RowRefused {
  const value = canonicalText(cell).slice(0, 80);
  const { zh, en } = typeNames[type];
  return refused(row, column, {
    zh: `值「${value}」不是${zh}，而脚本声明该列为 ${type}`,
    en: `"${value}" is not ${en}, which is what the script declares the column to be (${type})`,
  });
}

function nullInKey(column: string, row: number): RowRefused {
  return refused(row, column, {
    zh: '该列是主键的一部分，不能为空',
    en: 'it is part of the key and must not be null',
  });
}

function missingKey(column: string, names: readonly string[], row: number): RowRefused {
  const there = names.slice(0, 20).join(', ');
  return refused(row, column, {
    zh: `该列是主键的一部分，但这一行没有它；这一行有：${there}`,
    en: `it is part of the key, but the row does not have it; it has ${there}`,
  });
}

function twinRefused(twin: string, name: string, row: number): RowRefused {
  return refused(row, name, {
    zh: `与列「${twin}」只有大小写不同，数据库分不清，请改名`,
    en: `it differs from the column "${twin}" in case only, which databases do not tell apart; rename one`,
  });
}

function reservedName(name: string, row: number): RowRefused {
  return refused(row, name, {
    zh: '这个名字由 Sextant 自己使用，请改名',
    en: 'Sextant uses this name itself; choose another',
  });
}

function tooManyColumns(most: number, row: number): RowRefused {
  return new RowRefused({
    zh: `到第 ${row} 行已超过 ${most} 列，数据仓库放不下；请把数据改成长表（名称、值两列）`,
    en: `By row ${row} there are more than ${most} columns, which the warehouse cannot hold; store names and values as rows`,
  });
}
