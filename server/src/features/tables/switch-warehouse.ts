import {
  ExecutionError,
  type ExecutionHandler,
  type RunningExecution,
} from '../../platform/jobs/execution.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { CollectedTableRow, CollectedTablesRepository } from './collected-tables.repository.ts';
import type { CurrentWarehouse } from './current-warehouse.ts';
import { createChecksum, readTable, type TableSource } from './moved-rows.ts';
import { storeFailure, tableComment } from './open-table-writer.ts';
import type { WarehouseColumn } from './row-shaper.ts';
import type { Warehouse } from './warehouse/warehouse.ts';
import type { WarehouseGate } from './warehouse-gate.ts';

/** The task type that moves the collected tables. */
export const switchTaskType = 'switch_warehouse';

/**
 * The handler of `switch_warehouse`: copies every table to the new place and reads it back; only when all of them are
 * there, value by value, the new place becomes the warehouse. Until then everything stays where it is.
 */
export function createSwitchHandler(deps: {
  tables: CollectedTablesRepository;
  warehouse: CurrentWarehouse;
  connections: ConnectionsService;
  gate: WarehouseGate;
}): ExecutionHandler {
  const { tables, warehouse, connections, gate } = deps;

  async function sourceOf(connection: StoredConnection, row: CollectedTableRow): Promise<TableSource> {
    return {
      database: await connections.database(connection),
      dialect: connection.engine.dialect,
      table: row.name,
      columns: JSON.parse(row.columns) as WarehouseColumn[],
    };
  }

  async function requireFreeName(target: Warehouse, { name }: CollectedTableRow): Promise<void> {
    const there = await target.describe(name);
    if (there && !there.isOurs) throw nameTaken(name);
  }

  /** Copies a table and reads it back. */
  async function move(
    row: CollectedTableRow,
    places: { from: StoredConnection; to: StoredConnection; target: Warehouse },
    signal: AbortSignal,
    onRows: (count: number) => void,
  ): Promise<void> {
    const source = await sourceOf(places.from, row);
    // What an earlier switch left there is older than what is copied now.
    await places.target.drop(row.name);
    const sent = createChecksum();
    const staging = await places.target.stage();
    try {
      for await (const rows of readTable(source, signal)) {
        sent.add(rows);
        await staging.append(rows);
        onRows(rows.hashes.length);
      }
      const comment = tableComment({ displayName: row.display_name, comment: row.comment });
      await staging.commit({ table: row.name, columns: source.columns, keyed: false, stamp: null, comment });
    } finally {
      await staging.abort();
    }
    const arrived = createChecksum();
    const copy = { ...source, ...(await sourceOf(places.to, row)) };
    for await (const rows of readTable(copy, signal)) arrived.add(rows);
    if (arrived.result() !== sent.result()) throw differs(row.name, sent.rows(), arrived.rows());
  }

  async function moveAll(running: RunningExecution, id: string | null): Promise<number> {
    const { signal, progress, log } = running;
    const rows = await tables.all();
    const target = await warehouse.open(id);
    const [from, to] = [await warehouse.connection(), await warehouse.connectionOf(id)];
    if (!from || !to) throw new Error('A connection of the warehouse is gone');
    for (const row of rows) await requireFreeName(target, row);
    const total = rows.reduce((sum, row) => sum + row.rows_count, 0);
    let moved = 0;
    const begun: string[] = [];
    try {
      for (const row of rows) {
        begun.push(row.name);
        await move(row, { from, to, target }, signal, (count) => {
          moved += count;
          progress((99 * moved) / Math.max(1, total));
        });
        log(`${row.name}: ${row.rows_count}`);
      }
      signal.throwIfAborted();
    } catch (error) {
      for (const name of begun) await target.drop(name).catch(() => undefined);
      throw error;
    }
    await warehouse.choose(id);
    for (const connection of [from, to]) await connections.announceCatalog(connection.id);
    return rows.length;
  }

  return async (running) => {
    const { connection_id: id } = JSON.parse(running.execution.params) as { connection_id: string | null };
    const open = await gate.close(running.execution.id, running.signal);
    try {
      return { result: { tables_count: await moveAll(running, id) } };
    } catch (error) {
      if (error instanceof ExecutionError) throw error;
      const failure = storeFailure(error) as { text?: { zh: string; en: string } };
      throw failure.text ? new ExecutionError(failure.text, { cause: error, final: true }) : error;
    } finally {
      await warehouse.hideUnusedFile().catch(() => undefined);
      open();
    }
  };
}

function nameTaken(name: string): ExecutionError {
  return new ExecutionError(
    {
      zh: `新的数据仓库里已有一张不是采集得来的表「${name}」，没有搬迁任何数据；请先给它改名`,
      en: `The new warehouse holds a table "${name}" that was not collected; nothing was moved. Rename it first`,
    },
    { final: true },
  );
}

function differs(name: string, sent: number, arrived: number): ExecutionError {
  return new ExecutionError(
    {
      zh: `表「${name}」复制后核对不符（原 ${sent} 行，新 ${arrived} 行），没有切换，数据仍在原处`,
      en: `The copy of the table "${name}" differs (${sent} rows were sent, ${arrived} arrived); nothing was switched and the data stay where they are`,
    },
    { final: true },
  );
}
