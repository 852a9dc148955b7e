import type { Cell } from '@sextant/contract/chart';
import { bookkeepingColumns } from '@sextant/contract/tables';
import type { Dialect } from '@sextant/sql/dialect';
import { quoteIdentifier } from '@sextant/sql/identifier';
import type { WarehouseColumn } from './row-shaper.ts';

/** Rows that a profile is made of at most. */
const sampleRows = 200_000;
/** Columns of one statement. */
const columnsAtOnce = 40;
const topValues = 5;

export interface ColumnProfile {
  name: string;
  type: string;
  nulls: number;
  distinct: number | null;
  min: Cell;
  max: Cell;
  top: { value: Cell; count: number }[];
}

type Read = (sql: string) => Promise<Cell[][]>;

/** What each column holds, over the whole table or its first rows when it is huge. */
export async function profileTable(
  read: Read,
  dialect: Dialect,
  table: string,
  columns: readonly WarehouseColumn[],
): Promise<{ sampledRows: number; columns: ColumnProfile[] }> {
  const quoted = (name: string) => quoteIdentifier(dialect, name);
  const sample = ['(SELECT * FROM', quoted(table), 'LIMIT', `${sampleRows}) s`].join(' ');

  /** Structures are neither counted apart nor ordered; truth values have no order everywhere. */
  function measures({ name, type }: WarehouseColumn): string[] {
    const own = quoted(name);
    const ordered = type !== 'json' && type !== 'boolean';
    return [
      `count(${own})`,
      type === 'json' ? 'NULL' : `count(DISTINCT ${own})`,
      ordered ? `min(${own})` : 'NULL',
      ordered ? `max(${own})` : 'NULL',
    ];
  }

  /** A name that no column has. */
  const often = quoted(bookkeepingColumns.hash);

  async function top({ name, type }: WarehouseColumn): Promise<ColumnProfile['top']> {
    if (type === 'json') return [];
    const own = quoted(name);
    const rows = await read(
      ['SELECT', own, ', count(*) AS', often, 'FROM', sample, 'WHERE', own, 'IS NOT NULL GROUP BY', own]
        .concat(['ORDER BY', often, 'DESC,', own, 'LIMIT', String(topValues)])
        .join(' '),
    );
    return rows.map(([value = null, count]) => ({ value, count: Number(count) }));
  }

  let sampledRows = 0;
  const profiles: ColumnProfile[] = [];
  for (let from = 0; from < columns.length; from += columnsAtOnce) {
    const some = columns.slice(from, from + columnsAtOnce);
    const [row = []] = await read(
      ['SELECT', ['count(*)', ...some.flatMap(measures)].join(', '), 'FROM', sample].join(' '),
    );
    sampledRows = Number(row[0] ?? 0);
    for (const [index, column] of some.entries()) {
      const [count, distinct, min, max] = row.slice(1 + index * 4, 5 + index * 4);
      profiles.push({
        name: column.name,
        type: column.type,
        nulls: sampledRows - Number(count ?? 0),
        distinct: distinct === null || distinct === undefined ? null : Number(distinct),
        min: min ?? null,
        max: max ?? null,
        top: await top(column),
      });
    }
  }
  return { sampledRows, columns: profiles };
}
