import { bookkeepingColumns as bookkeeping } from '@sextant/contract/tables';
import { bookkeepingNames, type WarehouseColumn } from '../row-shaper.ts';
import { joinTypes } from '../stored-values.ts';
import { RowRefused } from '../table-writer.ts';
import {
  castAs,
  inParens,
  listed,
  namer,
  of,
  type WarehouseDialect,
  type WriteSession,
  words,
} from './sql-dialect.ts';
import type { CommitOrder, Committed } from './warehouse.ts';

/** A column and the expression that gives its new value. */
type Pair = [column: string, value: string];

/** Counts the rows of a table, given quoted. */
export async function countRows(session: WriteSession, table: string): Promise<number> {
  const [[count] = []] = await session.rows(words('SELECT count(*) FROM', table));
  return Number(count);
}

/** Columns without those of our own. */
export function ownColumns(columns: readonly WarehouseColumn[]): WarehouseColumn[] {
  return columns.filter(({ name }) => !bookkeepingNames.has(name));
}

/** Rejects, so that nothing is changed, when rows that must be new are there already. */
export function requireNew({ mustAdd }: CommitOrder, added: number): void {
  if (mustAdd === undefined || added === mustAdd) return;
  throw new RowRefused({
    zh: `要插入 ${mustAdd} 行，其中 ${mustAdd - added} 行与表中已有的行或彼此重复（主键相同；无主键时整行相同），没有写入任何行；请改用 UPDATE`,
    en: `Of ${mustAdd} rows to insert ${mustAdd - added} are there already or twice, by the key or, without one, by the whole row; nothing was written. Use UPDATE`,
  });
}

/** Takes the rows whose hashes a staging table holds out of a table, in one transaction. */
export async function removeStaged(
  dialect: WarehouseDialect,
  session: WriteSession,
  stageName: string,
  tableName: string,
): Promise<Committed> {
  const quoted = namer(dialect);
  const [stage, table, hash] = [quoted(stageName), quoted(tableName), quoted(bookkeeping.hash)];
  const done = await inTransaction(dialect, session, tableName, async () => {
    if (!dialect.transactionalDdl) await session.run(dialect.begin);
    const rowsBefore = await countRows(session, table);
    const staged = inParens('SELECT', hash, 'FROM', stage);
    const rowsAffected = await session.run(words('DELETE FROM', table, 'WHERE', hash, 'IN', staged));
    const columns = ownColumns((await dialect.columnsOf(session, tableName)) ?? []);
    return { rowsBefore, rowsAfter: rowsBefore - rowsAffected, rowsAffected, columns };
  });
  return { ...done, bytes: await dialect.bytesOf(session, tableName) };
}

/** Does work on a table that no other run commits to meanwhile; where DDL commits, `work` begins its transaction. */
async function inTransaction<T>(
  dialect: WarehouseDialect,
  session: WriteSession,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  if (dialect.transactionalDdl) await session.run(dialect.begin);
  await dialect.lock(session, table);
  try {
    const done = await work();
    await session.run('COMMIT');
    return done;
  } catch (error) {
    await session.run('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await dialect.unlock(session, table).catch(() => undefined);
  }
}

/** Makes the rows of a staging table part of a table, in one transaction. */
export async function commitStage(
  dialect: WarehouseDialect,
  session: WriteSession,
  stageName: string,
  order: CommitOrder,
): Promise<Committed> {
  const quoted = namer(dialect);
  const [stage, table, hash] = [quoted(stageName), quoted(order.table), quoted(bookkeeping.hash)];
  const params = order.stamp
    ? [order.stamp.executionId, order.stamp.collectedAt.toISOString().slice(0, 23).replace('T', ' ')]
    : [];

  async function createTable(): Promise<WarehouseColumn[]> {
    const parts = [
      ...(dialect.numbering ? [dialect.numbering.stored] : []),
      ...order.columns.map(({ name, type }) => words(quoted(name), dialect.types[type])),
      words(quoted(bookkeeping.execution), dialect.executionType),
      words(quoted(bookkeeping.collectedAt), dialect.types.timestamp),
      words(hash, dialect.hashType),
    ];
    await session.run(words('CREATE TABLE', table, inParens(listed(parts))));
    // Where DDL commits there is no later moment for it.
    if (!dialect.transactionalDdl) await addIndex();
    return [...order.columns];
  }

  /** Adds columns and widens those that the run needs wider. Gives the columns as they are then. */
  async function fitTable(existing: readonly WarehouseColumn[]): Promise<WarehouseColumn[]> {
    const columns = existing.map((one) => ({ ...one }));
    for (const { name, type } of order.columns) {
      const known = columns.find((one) => one.name === name);
      if (!known) {
        await session.run(words('ALTER TABLE', table, 'ADD COLUMN', quoted(name), dialect.types[type]));
        columns.push({ name, type });
        continue;
      }
      const wider = joinTypes(known.type, type);
      if (wider === known.type) continue;
      for (const sql of dialect.widen(table, quoted(name), known.type, wider)) await session.run(sql);
      known.type = wider;
    }
    return columns;
  }

  /** Of rows with one hash only the last stays. */
  async function dropRepeats(): Promise<void> {
    const apart = inParens('SELECT', hash, 'FROM', stage, 'GROUP BY', hash);
    const [[distinct] = []] = await session.rows(words('SELECT count(*) FROM', apart, 's'));
    if (Number(distinct) === (await countRows(session, stage))) return;
    const last = quoted([stageName, 'last'].join('_'));
    const newest = words(
      'SELECT',
      ['max', inParens(dialect.rowNumber)].join(''),
      'AS n FROM',
      stage,
      'GROUP BY',
      hash,
    );
    await session.run(words('CREATE TEMPORARY TABLE', last, 'AS', newest));
    const kept = inParens('SELECT n FROM', last);
    await session.run(words('DELETE FROM', stage, 'WHERE', dialect.rowNumber, 'NOT IN', kept));
  }

  function valuesFor(columns: readonly WarehouseColumn[]): Pair[] {
    return order.columns.map(({ name, type }) => {
      const to = columns.find((one) => one.name === name)?.type ?? type;
      return [quoted(name), dialect.cast(of('s', quoted(name)), type, to, true)];
    });
  }

  const [execution, collectedAt] = [quoted(bookkeeping.execution), quoted(bookkeeping.collectedAt)];
  const stamps: Pair[] = order.stamp
    ? [
        [execution, castAs(dialect.placeholder(1), dialect.paramTypes.text)],
        [collectedAt, castAs(dialect.placeholder(2), dialect.paramTypes.timestamp)],
      ]
    : [
        [execution, of('s', execution)],
        [collectedAt, dialect.cast(of('s', collectedAt), 'timestamp', 'timestamp', true)],
      ];

  async function updateChanged(values: Pair[]): Promise<number> {
    if (!order.keyed || values.length === 0) return 0;
    const changes = values.map(([column, value]) => dialect.differs(of('t', column), value));
    const condition = inParens(changes.join(' OR '));
    return session.run(
      dialect.update({ table, stage, hash, pairs: [...values, ...stamps], condition }),
      params,
    );
  }

  async function insertNew(values: Pair[], isEmpty: boolean): Promise<number> {
    const pairs: Pair[] = [...values, ...stamps, [hash, of('s', hash)]];
    const known = words('SELECT 1 FROM', table, 't WHERE', of('t', hash), '=', of('s', hash));
    const sql = [
      ...['INSERT INTO', table, inParens(listed(pairs.map(([column]) => column)))],
      ...['SELECT', listed(pairs.map(([, value]) => value)), 'FROM', stage, 's'],
      ...(isEmpty ? [] : ['WHERE NOT EXISTS', inParens(known)]),
    ];
    return session.run(words(...sql), params);
  }

  async function addIndex(): Promise<void> {
    if (!dialect.indexed) return;
    const index = quoted([bookkeeping.hash, stageName.slice(-12)].join('_'));
    await session.run(words('CREATE UNIQUE INDEX', index, 'ON', table, inParens(hash)));
  }

  async function dropUnfilled(): Promise<void> {
    await session.run('ROLLBACK').catch(() => undefined);
    await session.run(words('DROP TABLE', table)).catch(() => undefined);
  }

  async function fill(columns: WarehouseColumn[], isNew: boolean): Promise<Committed> {
    const values = valuesFor(columns);
    const rowsBefore = isNew ? 0 : await countRows(session, table);
    const updated = rowsBefore === 0 ? 0 : await updateChanged(values);
    const inserted = await insertNew(values, rowsBefore === 0);
    requireNew(order, inserted);
    const rowsAfter = rowsBefore + inserted;
    return { rowsBefore, rowsAfter, rowsAffected: updated + inserted, columns, bytes: null };
  }

  /** Nothing was collected and there is no table: none is made. */
  const nothing: Committed = { rowsBefore: 0, rowsAfter: 0, rowsAffected: 0, columns: [], bytes: null };

  async function work(): Promise<Committed> {
    const found = await dialect.columnsOf(session, order.table);
    if (found === null && order.columns.length === 0) return nothing;
    const columns = found === null ? await createTable() : await fitTable(ownColumns(found));
    if (order.comment !== null) await dialect.setComment(session, order.table, order.comment);
    if (!dialect.transactionalDdl) await session.run(dialect.begin);
    const committed = await fill(columns, found === null).catch(async (error: unknown) => {
      if (found === null && !dialect.transactionalDdl) await dropUnfilled();
      throw error;
    });
    if (found === null && dialect.transactionalDdl) await addIndex();
    return committed;
  }

  await dropRepeats();
  const committed = await inTransaction(dialect, session, order.table, work);
  const bytes = committed.columns.length === 0 ? null : await dialect.bytesOf(session, order.table);
  return { ...committed, bytes };
}
