import { AppError, conflict } from '../../platform/errors/app-error.ts';
import { isStorageFull } from '../../platform/errors/storage-full.ts';
import type { KeyedTurns } from '../../platform/turns/keyed-turns.ts';
import type { CollectedTableRow, CollectedTablesRepository } from './collected-tables.repository.ts';
import { createRowShaper, type WarehouseColumn } from './row-shaper.ts';
import { type OpenTableWriter, RowRefused, type TableOrder, type TableWriter } from './table-writer.ts';
import type { Committed, Staging, Warehouse } from './warehouse/warehouse.ts';
import type { WarehouseGate } from './warehouse-gate.ts';

/** Opens writers into the warehouse: whose table it is, its key, its rows, and what becomes known of it afterwards. */
export function createTableOpener(deps: {
  tables: CollectedTablesRepository;
  warehouse: () => Promise<Warehouse>;
  gate: WarehouseGate;
  /** Commits to one table follow each other. */
  inTurn: KeyedTurns;
  onCommitted: (name: string, columnsChanged: boolean) => Promise<void>;
}): OpenTableWriter {
  const { tables, warehouse, gate, inTurn, onCommitted } = deps;

  const takeName = (order: TableOrder): Promise<CollectedTableRow> =>
    tables.claim({
      name: order.name,
      display_name: order.displayName,
      category: order.category,
      script_id: order.scriptId,
      comment: order.comment,
      key_columns: order.key === null ? null : JSON.stringify(order.key),
    });

  async function claim(order: TableOrder, place: Warehouse): Promise<CollectedTableRow> {
    const twin = await tables.findAnyCase(order.name);
    if (twin && twin.name !== order.name) throw twinTable(order.name, twin.name);
    if (!twin) await refuseForeignTable(order.name, place);
    const row = await takeName(order);
    if (row.script_id !== order.scriptId) throw otherOwner(order.name, row.script_id);
    if (row.columns !== '[]') refuseOtherKey(order, row);
    return row;
  }

  async function keep(
    order: TableOrder,
    row: CollectedTableRow,
    done: Committed,
    state: string | undefined,
  ): Promise<void> {
    const columns = JSON.stringify(done.columns);
    if (done.columns.length === 0) {
      await tables.release(order.name);
      return;
    }
    // Through another process the table may have been deleted since; these rows have made it anew.
    await takeName(order);
    await tables.update(order.name, {
      display_name: order.displayName,
      category: order.category,
      comment: order.comment,
      key_columns: order.key === null ? null : JSON.stringify(order.key),
      columns,
      rows_count: done.rowsAfter,
      bytes: done.bytes,
      last_updated_at: new Date().toISOString(),
      last_execution_id: order.executionId,
      ...(state !== undefined && { script_state: state }),
    });
    await onCommitted(order.name, columns !== row.columns);
  }

  function createWriter(
    order: TableOrder,
    {
      row,
      place,
      leave,
      staging,
    }: { row: CollectedTableRow; place: Warehouse; leave: () => void; staging: Staging },
  ): TableWriter {
    const shaper = createRowShaper(order, place.limits);
    async function commit(columns: WarehouseColumn[], state?: string) {
      const done = await staging.commit({
        table: order.name,
        columns,
        keyed: order.key !== null,
        stamp: { executionId: order.executionId, collectedAt: new Date() },
        comment: tableComment(order),
      });
      await keep(order, row, done, state);
      const { rowsBefore, rowsAfter, rowsAffected } = done;
      return { rowsBefore, rowsAfter, rowsAffected };
    }

    return {
      state: row.script_state,
      async write(batch) {
        if (!batch.cells[0]?.length) return;
        const rows = shaper.shape(batch);
        await staging.append(rows).catch((error: unknown) => {
          throw storeFailure(error);
        });
      },
      async commit(state) {
        try {
          return await inTurn(order.name, () => commit(shaper.columns(), state));
        } catch (error) {
          throw storeFailure(error);
        } finally {
          leave();
        }
      },
      async abort() {
        await staging.abort();
        leave();
        await tables.release(order.name).catch(() => undefined);
      },
    };
  }

  return async (order) => {
    const leave = gate.enter(order.name);
    try {
      const place = await warehouse();
      const row = await claim(order, place);
      return createWriter(order, { row, place, leave, staging: await place.stage() });
    } catch (error) {
      leave();
      throw storeFailure(error);
    }
  };
}

/** What readers of the catalog see: the script's name, and what it says of the table. */
export function tableComment(order: Pick<TableOrder, 'displayName' | 'comment'>): string {
  return order.comment === null ? order.displayName : [order.displayName, order.comment].join('：');
}

async function refuseForeignTable(name: string, place: Warehouse): Promise<void> {
  const found = await place.describe(name);
  if (!found || found.isOurs) return;
  throw conflict('table', {
    zh: `数据仓库里已有一张不是采集得来的表「${name}」，不会覆盖它；请在脚本里换一个表名`,
    en: `The warehouse holds a table "${name}" that was not collected; it is left alone. Choose another name in the script`,
  });
}

function refuseOtherKey(order: TableOrder, row: CollectedTableRow): void {
  const key = order.key === null ? null : JSON.stringify(order.key);
  if (key === row.key_columns) return;
  const shown = (text: string | null) => (text === null ? '–' : (JSON.parse(text) as string[]).join(', '));
  throw conflict('key', {
    zh: `表「${order.name}」的主键原为（${shown(row.key_columns)}），脚本现在要（${shown(key)}）；请改回，或删除该表重新采集，或换一个表名`,
    en: `The key of the table "${order.name}" is (${shown(row.key_columns)}), but the script now says (${shown(key)}); change it back, delete the table and collect anew, or choose another name`,
  });
}

function otherOwner(name: string, scriptId: string | null): AppError {
  return conflict('table', {
    zh: `表「${name}」由脚本「${scriptId}」写入，别的脚本不能写；请在脚本里换一个表名`,
    en: `The table "${name}" is filled by the script "${scriptId}" and by no other; choose another name in the script`,
  });
}

function twinTable(name: string, other: string): AppError {
  return conflict('table', {
    zh: `表名「${name}」与已有的「${other}」只有大小写不同，数据库分不清；请换一个表名`,
    en: `The name "${name}" differs from that of the table "${other}" in case only, which databases do not tell apart; choose another`,
  });
}

/** What a warehouse said, as people are told it. */
export function storeFailure(error: unknown): unknown {
  if (error instanceof RowRefused || error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isStorageFull(error) || /No space left|disk is full|Disk quota|is full/i.test(message)) {
    return new AppError(
      'STORAGE_FULL',
      {
        zh: `数据仓库的磁盘已满，数据表保持原样；请清理空间后重试（${message}）`,
        en: `The disk of the warehouse is full; the table is as it was. Free some space and try again (${message})`,
      },
      { cause: error },
    );
  }
  return new AppError(
    'UNAVAILABLE',
    {
      zh: `数据仓库没有写成，数据表保持原样：${message}`,
      en: `The warehouse did not take the rows; the table is as it was: ${message}`,
    },
    { cause: error },
  );
}
