import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, conflict } from '../../platform/errors/app-error.ts';
import type { ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { CollectedTablesRepository } from './collected-tables.repository.ts';
import type { CurrentWarehouse } from './current-warehouse.ts';
import { storeFailure } from './open-table-writer.ts';
import { switchTaskType } from './switch-warehouse.ts';
import type { WarehouseGate } from './warehouse-gate.ts';

const longestSwitchSeconds = 24 * 60 * 60;

export interface WarehouseState {
  engine: string;
  /** Null: the DuckDB file that the product keeps. */
  connectionId: string | null;
  name: string;
  tablesCount: number;
  /** The execution that moves the tables now. */
  switching: string | null;
}

/** Where collected tables are kept, and moving them elsewhere. */
export function createWarehouseSettings(deps: {
  tables: CollectedTablesRepository;
  warehouse: CurrentWarehouse;
  connections: ConnectionsService;
  gate: WarehouseGate;
  jobs: Jobs;
  audit: Audit;
}) {
  const { tables, warehouse, connections, gate, jobs, audit } = deps;

  async function tryOut(principal: Principal, id: string | null): Promise<void> {
    if (id !== null) await connections.get(principal, id);
    try {
      await (await warehouse.openApart(id)).tryOut();
    } catch (error) {
      throw storeFailure(error);
    }
  }

  return {
    async get(): Promise<WarehouseState> {
      const id = await warehouse.chosenId();
      const connection = await warehouse.connection();
      return {
        engine: connection?.engine.id ?? 'duckdb',
        connectionId: id,
        name: connection?.name ?? '',
        tablesCount: (await tables.all()).length,
        switching: gate.closedBy(),
      };
    },

    /** Whether tables can be made there; null stands for the product's own file. 404 for an unknown connection. */
    async test(principal: Principal, id: string | null): Promise<{ usable: boolean; message: Text }> {
      try {
        await tryOut(principal, id);
        return {
          usable: true,
          message: { zh: '可以建表、写入和删除', en: 'Tables can be made, filled and dropped' },
        };
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'NOT_FOUND') throw error;
        return { usable: false, message: error.text };
      }
    },

    /** Begins to move the tables to another place, which becomes the warehouse when all are there. */
    async switchTo(principal: Principal, id: string | null): Promise<ExecutionRow> {
      if ((await warehouse.chosenId()) === id) throw sameWarehouse();
      await tryOut(principal, id);
      const [execution] = await jobs.enqueue([
        {
          taskType: switchTaskType,
          triggeredBy: 'manual',
          params: { connection_id: id },
          userId: principal.userId,
          exclusiveKey: switchTaskType,
          timeoutSeconds: longestSwitchSeconds,
        },
      ]);
      await audit.record(principal, {
        action: 'warehouse.switched',
        objectType: 'warehouse',
        objectId: id,
        details: { execution: execution?.id },
      });
      return execution as ExecutionRow;
    },
  };
}

export type WarehouseSettings = ReturnType<typeof createWarehouseSettings>;

function sameWarehouse(): AppError {
  return conflict('connection_id', {
    zh: '数据表已经在那里了',
    en: 'The collected tables are kept there already',
  });
}
