import { randomBytes } from 'node:crypto';
import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';
import type { WarehouseColumn } from '../row-shaper.ts';
import { commitStage, removeStaged } from './sql-commit.ts';
import {
  inParens,
  listed,
  namer,
  type StagedColumn,
  stagedKind,
  type WarehouseDialect,
  type WriteSession,
  words,
} from './sql-dialect.ts';
import type { Staging } from './warehouse.ts';

/** The columns in which rows that are moved bring along what wrote them and when. */
export const stampColumns: readonly WarehouseColumn[] = [
  { name: bookkeeping.execution, type: 'text' },
  { name: bookkeeping.collectedAt, type: 'timestamp' },
];

/** A staging table that only its own connection sees, so that nothing is left of a run that dies. */
export function createSqlStaging(dialect: WarehouseDialect, session: WriteSession): Staging {
  const quoted = namer(dialect);
  const stageName = `sextant_stage_${randomBytes(6).toString('hex')}`;
  const stage = quoted(stageName);
  let staged: StagedColumn[] | null = null;
  let ended = false;
  let appending: Promise<void> = Promise.resolve();

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    await session.end();
  }

  const definition = ({ name, kind }: StagedColumn) => words(quoted(name), dialect.types[kind]);

  async function createStage(columns: readonly WarehouseColumn[]): Promise<StagedColumn[]> {
    const own = columns.map(({ name, type }) => ({ name, kind: stagedKind(dialect, type) }));
    const parts = [
      ...(dialect.numbering ? [dialect.numbering.staged] : []),
      words(quoted(bookkeeping.hash), dialect.hashType),
      ...own.map(definition),
    ];
    await session.run(words('CREATE TEMPORARY TABLE', stage, inParens(listed(parts))));
    return own;
  }

  async function adaptColumn(known: StagedColumn[], { name, type }: WarehouseColumn): Promise<void> {
    const kind = stagedKind(dialect, type);
    const column = known.find((one) => one.name === name);
    if (!column) {
      await session.run(words('ALTER TABLE', stage, 'ADD COLUMN', definition({ name, kind })));
      known.push({ name, kind });
    } else if (column.kind !== kind) {
      for (const sql of dialect.widen(stage, quoted(name), column.kind, kind)) await session.run(sql);
      column.kind = kind;
    }
  }

  /** Gives the staging table the columns and kinds that the next rows need. */
  async function adapt(columns: readonly WarehouseColumn[]): Promise<StagedColumn[]> {
    staged ??= await createStage(columns);
    for (const column of columns) await adaptColumn(staged, column);
    return staged;
  }

  return {
    async append(rows) {
      // While the database takes these, the next ones are made ready; what it refuses is told with those.
      await appending;
      const columns = await adapt(rows.columns);
      appending = session.append(stageName, columns, rows);
      appending.catch(() => undefined);
    },
    async commit(order) {
      try {
        await appending;
        await adapt(order.stamp ? order.columns : [...order.columns, ...stampColumns]);
        return await commitStage(dialect, session, stageName, order);
      } finally {
        await end();
      }
    },
    async remove(table) {
      try {
        await appending;
        await adapt([]);
        return await removeStaged(dialect, session, stageName, table);
      } finally {
        await end();
      }
    },
    abort: end,
  };
}
