import type { Cell } from '@sextant/contract/chart';
import { type TableFilter, tableFilterSchema } from '@sextant/contract/tables';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { nearestName } from '@sextant/sql/nearest-name';
import { z } from 'zod';
import { type AppError, invalid } from '../../platform/errors/app-error.ts';
import { type ReadingSql, readingSql } from './reading-sql.ts';
import type { WarehouseColumn } from './row-shaper.ts';
import { convertCell, typeNames } from './stored-values.ts';

export interface PageOrder {
  limit: number;
  cursor?: string;
  offset?: number;
  sort?: string;
  order: 'asc' | 'desc';
  filters: readonly TableFilter[];
}

export interface PageQuery {
  sql: string;
  params: Cell[];
}

/** Where a page ended: the sorted column's value, if one sorts, and the row's place. */
interface Cursor {
  sort: string | null;
  order: 'asc' | 'desc';
  value: Cell;
  place: Cell;
}

const cursorSchema = z.object({
  sort: z.string().nullable(),
  order: z.enum(['asc', 'desc']),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  place: z.union([z.string(), z.number()]),
});

const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

/** The filters of a page, from their JSON. */
export function readFilters(text: string | undefined): TableFilter[] {
  if (text === undefined || text.trim() === '') return [];
  try {
    return z.array(tableFilterSchema).max(20).parse(JSON.parse(text));
  } catch {
    throw invalid('filter', {
      zh: '应为 JSON 数组，如 [{"column":"代码","op":"eq","value":"000001"}]，op 可用 eq ne lt le gt ge contains is_null not_null',
      en: 'must be a JSON list such as [{"column":"code","op":"eq","value":"000001"}]; op is eq, ne, lt, le, gt, ge, contains, is_null or not_null',
    });
  }
}

/** The column of that name; 422 with the nearest name when there is none. */
export function requireColumn(
  columns: readonly WarehouseColumn[],
  name: string,
  field: string,
): WarehouseColumn {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const nearest = nearestName(
    name,
    columns.map((column) => column.name),
  );
  throw invalid(field, {
    zh: `没有列「${name}」${nearest === null ? '' : `，是否指「${nearest}」`}`,
    en: `There is no column "${name}"${nearest === null ? '' : `; did you mean "${nearest}"`}`,
  });
}

/** Puts together the statements that read one page of a table, all names quoted and all values parameters. */
export function createPageSql(dialect: Dialect, table: string, columns: readonly WarehouseColumn[]) {
  const reading = readingSql(dialect);
  const quoted = (name: string) => quoteIdentifier(dialect, name);

  function createConditions() {
    const params: Cell[] = [];
    const bind = (column: WarehouseColumn | null, value: Cell): string => {
      params.push(value === null ? null : String(value));
      return column === null
        ? reading.param('integer', params.length)
        : reading.param(column.type, params.length);
    };
    return { params, bind };
  }
  type Conditions = ReturnType<typeof createConditions>;

  function filterCondition({ column: name, op, value }: TableFilter, conditions: Conditions): string {
    const column = requireColumn(columns, name, 'filter');
    const own = quoted(name);
    if (op === 'is_null') return [own, 'IS NULL'].join(' ');
    if (op === 'not_null') return [own, 'IS NOT NULL'].join(' ');
    if (value === undefined) throw missingValue(name, op);
    if (op === 'contains') return containsCondition(reading, own, String(value), conditions);
    return [own, comparisons[op], conditions.bind(column, comparable(column, value))].join(' ');
  }

  /** Rows behind the cursor: NULLs come last, and rows with one value in the order they came. */
  function afterCursor(cursor: Cursor, conditions: Conditions): string {
    const beyond = cursor.order === 'asc' ? '>' : '<';
    const column = cursor.sort === null ? null : requireColumn(columns, cursor.sort, 'sort');
    const place = () => [reading.order, beyond, conditions.bind(null, cursor.place)].join(' ');
    if (column === null) return place();
    const own = quoted(column.name);
    if (cursor.value === null) return ['(', own, 'IS NULL AND', place(), ')'].join(' ');
    const further = [own, beyond, conditions.bind(column, cursor.value)].join(' ');
    const same = [own, '=', conditions.bind(column, cursor.value), 'AND', place()].join(' ');
    return ['(', further, 'OR (', same, ') OR', own, 'IS NULL )'].join(' ');
  }

  function whereText(parts: readonly string[]): string[] {
    return parts.length === 0 ? [] : ['WHERE', parts.join(' AND ')];
  }

  function orderText({ sort, order }: Pick<PageOrder, 'sort' | 'order'>): string {
    const place = [reading.order, order].join(' ');
    if (sort === undefined) return place;
    const own = quoted(requireColumn(columns, sort, 'sort').name);
    return ['CASE WHEN', own, 'IS NULL THEN 1 ELSE 0 END,', own, [order, place].join(', ')].join(' ');
  }

  return {
    /** Its rows carry their place behind the columns. */
    page(order: PageOrder): PageQuery {
      const conditions = createConditions();
      const parts = order.filters.map((filter) => filterCondition(filter, conditions));
      if (order.cursor !== undefined) parts.push(afterCursor(readCursor(order.cursor, order), conditions));
      const selected = [...columns.map(({ name }) => quoted(name)), reading.order];
      const sql = [
        ...['SELECT', selected.join(', '), 'FROM', quoted(table), ...whereText(parts)],
        ...['ORDER BY', orderText(order), 'LIMIT', String(order.limit)],
        ...(order.cursor === undefined && order.offset ? ['OFFSET', String(order.offset)] : []),
      ];
      return { sql: sql.join(' '), params: conditions.params };
    },
    count(filters: readonly TableFilter[]): PageQuery {
      const conditions = createConditions();
      const parts = filters.map((filter) => filterCondition(filter, conditions));
      const sql = ['SELECT count(*) FROM', quoted(table), ...whereText(parts)].join(' ');
      return { sql, params: conditions.params };
    },
    /** What leads to the page behind a row, which still carries its place. */
    cursorAfter(row: readonly Cell[], { sort, order }: Pick<PageOrder, 'sort' | 'order'>): string {
      const at = columns.findIndex(({ name }) => name === sort);
      const cursor: Cursor = {
        sort: sort ?? null,
        order,
        value: at < 0 ? null : (row[at] ?? null),
        place: row[columns.length] ?? null,
      };
      return Buffer.from(JSON.stringify(cursor)).toString('base64url');
    },
  };
}

function containsCondition(
  reading: ReadingSql,
  own: string,
  wanted: string,
  { params }: { params: Cell[] },
): string {
  if (reading.contains) {
    params.push(wanted);
    return reading.contains(reading.asText(own), reading.param('text', params.length));
  }
  params.push(`%${wanted.toLowerCase().replace(/[!%_]/g, '!$&')}%`);
  const pattern = reading.param('text', params.length);
  return ['lower(', reading.asText(own), ') LIKE', pattern, "ESCAPE '!'"].join(' ');
}

/** A filter's value in the form of its column; 422 when it can be none. */
function comparable(column: WarehouseColumn, value: Cell): Cell {
  const converted = convertCell(column.type, value);
  if (converted !== undefined && converted !== null) return String(converted);
  const { zh, en } = typeNames[column.type];
  throw invalid('filter', {
    zh: `列「${column.name}」要与${zh}比较，「${value}」不是`,
    en: `The column "${column.name}" is compared with ${en}; "${value}" is not`,
  });
}

function readCursor(text: string, { sort, order }: Pick<PageOrder, 'sort' | 'order'>): Cursor {
  try {
    const cursor = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (cursor.sort === (sort ?? null) && cursor.order === order) return cursor;
  } catch {
    // Told below.
  }
  throw invalid('cursor', {
    zh: '游标与这次的排序不符或已损坏，请从第一页重新开始',
    en: 'The cursor is broken or belongs to another sorting; begin with the first page',
  });
}

function missingValue(column: string, op: string): AppError {
  return invalid('filter', {
    zh: `列「${column}」的条件 ${op} 缺少 value`,
    en: `The condition ${op} on the column "${column}" has no value`,
  });
}
