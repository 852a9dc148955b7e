import type { WarehouseColumn } from '../row-shaper.ts';
import { joinTypes } from '../stored-values.ts';
import { RowRefused } from '../table-writer.ts';
import { withClickhouseLock } from './clickhouse-lock.ts';
import type { ClickhouseSession } from './clickhouse-session.ts';
import { bytesOf, collectedAt, createSideTable, describeTable, execution, hash } from './clickhouse-side.ts';
import {
  as,
  type ClickhouseTypes,
  differs,
  literal,
  ownColumns,
  quoted,
  rowNumber,
  select,
} from './clickhouse-sql.ts';
import { requireNew } from './sql-commit.ts';
import { inParens, words } from './sql-dialect.ts';
import type { CommitOrder, Committed } from './warehouse.ts';

const [earliest, latest] = ['1970-01-01', '2105-12-31'];

/**
 * Makes staged rows part of a table. ClickHouse has no transactions over many rows, but two steps that are seen whole:
 * new rows are attached as one partition, and a table whose rows or columns change is written anew beside itself and
 * takes its name.
 */
export async function commitToClickhouse(deps: {
  types: ClickhouseTypes;
  session: ClickhouseSession;
  stage: string;
  order: CommitOrder;
}): Promise<Committed> {
  const { types, session, stage, order } = deps;
  const table = quoted(order.table);
  const side = createSideTable(types, session);
  const newest = words('SELECT max(', rowNumber, ') FROM', stage, 'GROUP BY', hash);
  const source = words(stage, 'WHERE', rowNumber, 'IN', inParens(newest));
  const isStaged = (name: string) => order.columns.some((one) => one.name === name);

  /** ClickHouse's days begin in 1970, and what lies outside would silently become another day. */
  async function checkDays(): Promise<void> {
    for (const { name, type } of order.columns) {
      if (type !== 'date' && type !== 'timestamp') continue;
      const own = quoted(name);
      const day = ['substring(', own, ', 1, 10)'].join('');
      const wrong = words(day, '<', literal(earliest), 'OR', day, '>', literal(latest));
      const [[value] = []] = await session.rows(words(select([own], stage), 'WHERE', wrong, 'LIMIT 1'));
      if (value !== undefined) throw outOfRange(name, String(value));
    }
  }

  /** The value of a column in a new or changed row. */
  function fresh(column: WarehouseColumn): string {
    const given = order.columns.find((one) => one.name === column.name);
    return given ? types.cast(quoted(column.name), given.type, column.type, true) : 'NULL';
  }

  const stamps = order.stamp
    ? [
        literal(order.stamp.executionId),
        types.cast(
          literal(order.stamp.collectedAt.toISOString().slice(0, 23).replace('T', ' ')),
          'text',
          'timestamp',
          true,
        ),
      ]
    : [['ifNull(', execution, ", '')"].join(''), types.cast(collectedAt, 'timestamp', 'timestamp', true)];

  const notIn = (rows: string) => words(hash, 'NOT IN', inParens(rows));
  const known = words('SELECT', hash, 'FROM', table);

  async function addNew(columns: readonly WarehouseColumn[], after: number, exists: boolean): Promise<void> {
    const values = [words(rowNumber, '+', String(after)), ...columns.map(fresh), ...stamps, hash];
    await session.run(
      words(
        'INSERT INTO',
        side.name,
        side.names(columns),
        select(values, source),
        ...(exists ? ['AND', notIn(known)] : []),
      ),
    );
  }

  /** Rows of the table beside those of the run that have their hash, given as `n0, n1 …` and `o0, o1 …`. */
  function pairs(before: readonly WarehouseColumn[], columns: readonly WarehouseColumn[]) {
    const alias = (letter: string, at: number) => [letter, at].join('');
    const was = (column: WarehouseColumn) => {
      const old = before.find(({ name }) => name === column.name);
      return old ? types.cast(quoted(column.name), old.type, column.type, false) : castNull(column);
    };
    const castNull = ({ type }: WarehouseColumn) => ['CAST(NULL AS ', types.types[type], ')'].join('');
    const mine = columns.map((column, at) =>
      as(isStaged(column.name) ? fresh(column) : castNull(column), alias('n', at)),
    );
    const theirs = columns.map((column, at) => as(was(column), alias('o', at)));
    const changed = columns.flatMap(({ name }, at) =>
      isStaged(name) ? [differs(alias('n', at), alias('o', at))] : [],
    );
    return {
      from: words(
        ...[
          '(',
          select([hash, ...mine, as(stamps[0] as string, 'ns'), as(stamps[1] as string, 'nc')], source),
          ')',
        ],
        ...['ANY INNER JOIN (', select([hash, as(rowNumber, 'place'), ...theirs], table), ') USING', hash],
      ),
      condition: changed.length === 0 || !order.keyed ? '0' : changed.join(' OR '),
      values: columns.map(({ name }, at) => alias(isStaged(name) ? 'n' : 'o', at)),
      was,
    };
  }

  function fitted(before: readonly WarehouseColumn[]): WarehouseColumn[] {
    const columns = before.map((one) => {
      const given = order.columns.find(({ name }) => name === one.name);
      return { name: one.name, type: given ? joinTypes(one.type, given.type) : one.type };
    });
    return [...columns, ...order.columns.filter(({ name }) => !before.some((one) => one.name === name))];
  }

  async function createTable(): Promise<Committed> {
    const columns = [...order.columns];
    await side.create(columns);
    await addNew(columns, 0, false);
    const rows = await session.count(select(['count()'], side.name));
    await session.run(words('RENAME TABLE', side.name, 'TO', table));
    return { rowsBefore: 0, rowsAfter: rows, rowsAffected: rows, columns, bytes: null };
  }

  /** The table anew: rows that stay, rows that change in their places, and new rows. */
  async function rewrite(
    before: readonly WarehouseColumn[],
    columns: readonly WarehouseColumn[],
    last: number,
  ) {
    const { from, condition, values, was } = pairs(before, columns);
    await side.create(columns);
    const changing = words(select([hash], from), 'WHERE', condition);
    const staying = [rowNumber, ...columns.map(was), execution, collectedAt, hash];
    await session.run(
      words('INSERT INTO', side.name, side.names(columns), select(staying, table), 'WHERE', notIn(changing)),
    );
    await session.run(
      words(
        ...['INSERT INTO', side.name, side.names(columns)],
        ...[select(['place', ...values, 'ns', 'nc', hash], from), 'WHERE', condition],
      ),
    );
    await addNew(columns, last, true);
    await side.replace(table);
  }

  async function attach(columns: readonly WarehouseColumn[], last: number): Promise<void> {
    await side.create(columns);
    await addNew(columns, last, true);
    await session.run(words('ALTER TABLE', table, 'ATTACH PARTITION tuple() FROM', side.name));
  }

  async function fill(found: readonly WarehouseColumn[]): Promise<Committed> {
    const before = ownColumns(found);
    const columns = fitted(before);
    const [[count, most] = []] = await session.rows(
      select(['toString(count())', ['toString(max(', rowNumber, '))'].join('')], table),
    );
    const [rowsBefore, last] = [Number(count), Number(most)];
    const { from, condition } = pairs(before, columns);
    const updated = order.keyed
      ? await session.count(words(select(['count()'], from), 'WHERE', condition))
      : 0;
    const inserted = await session.count(words(select(['count()'], source), 'AND', notIn(known)));
    requireNew(order, inserted);
    const isSame = JSON.stringify(before) === JSON.stringify(columns);
    if (updated > 0 || !isSame) await rewrite(before, columns, last);
    else if (inserted > 0) await attach(columns, last);
    return {
      rowsBefore,
      rowsAfter: rowsBefore + inserted,
      rowsAffected: updated + inserted,
      columns,
      bytes: null,
    };
  }

  async function work(): Promise<Committed> {
    const found = await describeTable(session, order.table);
    if (found !== null) return fill(found);
    if (order.columns.length > 0) return createTable();
    return { rowsBefore: 0, rowsAfter: 0, rowsAffected: 0, columns: [], bytes: null };
  }

  try {
    await checkDays();
    const committed = await withClickhouseLock(session, order.table, work);
    return { ...committed, bytes: await bytesOf(session, order.table) };
  } finally {
    await side.drop();
  }
}

function outOfRange(column: string, value: string): RowRefused {
  return new RowRefused({
    zh: `列「${column}」的值「${value}」在 ${earliest} 到 ${latest} 之外，ClickHouse 存不下；请在脚本里声明该列为 text`,
    en: `The column "${column}" holds ${value}; ClickHouse keeps ${earliest} to ${latest} only. Declare the column as text in the script`,
  });
}
