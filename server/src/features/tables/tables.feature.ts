import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { createKeyedTurns } from '../../platform/turns/keyed-turns.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { createCollectedAmong } from './collected-among.ts';
import { createCollectedTablesRepository } from './collected-tables.repository.ts';
import { createCurrentWarehouse } from './current-warehouse.ts';
import { createTableOpener } from './open-table-writer.ts';
import { createSwitchHandler, switchTaskType } from './switch-warehouse.ts';
import { createTableChanges, type ReadRows } from './table-changes.ts';
import { createTableChecks } from './table-checks.ts';
import { registerTableRoutes } from './tables.routes.ts';
import { createTablesService, type PrepareExport, type WriteFile } from './tables.service.ts';
import { createWarehouseGate } from './warehouse-gate.ts';
import { createWarehouseSettings } from './warehouse-settings.service.ts';

const checkEveryMs = 60 * 60_000;

/** Collected tables and the warehouse that holds them, wired. */
export function createTablesFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  editor: ConnectionEditor;
  firstAdminId: () => Promise<string | null>;
  writeFile: WriteFile;
  readRows: ReadRows;
  prepareExport: PrepareExport;
  jobs: Jobs;
  events: EventBus;
  notify: NotificationsService['notify'];
  audit: Audit;
  logger: Logger;
  dataDir: string;
}) {
  const {
    db,
    connections,
    editor,
    firstAdminId,
    writeFile,
    readRows,
    prepareExport,
    jobs,
    events,
    notify,
    audit,
    logger,
    dataDir,
  } = deps;
  const tables = createCollectedTablesRepository(db);
  const warehouse = createCurrentWarehouse({ db, connections, editor, firstAdminId, dataDir });
  const gate = createWarehouseGate();
  const checks = createTableChecks({
    tables,
    countNulls: (row, column) => service.countNulls(row, column),
    events,
    notify,
    logger,
  });
  const service = createTablesService({
    tables,
    warehouse,
    connections,
    checks,
    gate,
    writeFile,
    prepareExport,
    fillsTables: jobs.runsScript,
    audit,
  });

  async function onCommitted(name: string, columnsChanged: boolean): Promise<void> {
    const connection = await warehouse.connection();
    if (connection && columnsChanged) await connections.announceCatalog(connection.id);
    const row = await tables.find(name);
    if (row && row.checks !== '[]') await checks.evaluate(row);
  }

  /** A process that died between the commit and its note left counts that are behind. */
  async function reconcile(): Promise<void> {
    const place = await warehouse.get();
    for (const row of await tables.all()) {
      const found = gate.isWriting(row.name) ? null : await place.describe(row.name);
      if (!found) continue;
      const { rows, bytes } = await place.size(row.name);
      const columns = JSON.stringify(found.columns);
      if (rows === row.rows_count && columns === row.columns) continue;
      await tables.update(row.name, { rows_count: rows, bytes, columns });
    }
  }

  const writing = {
    tables,
    warehouse: warehouse.get,
    gate,
    inTurn: createKeyedTurns(),
    onCommitted: (name: string, columnsChanged: boolean) =>
      onCommitted(name, columnsChanged).catch((error: unknown) =>
        logger.error(
          { module: 'tables', table: name, err: error },
          'a table that was filled could not be looked at',
        ),
      ),
  };
  const openTable = createTableOpener(writing);
  const changes = createTableChanges({ ...writing, readRows, audit });
  const settings = createWarehouseSettings({ tables, warehouse, connections, gate, jobs, audit });
  jobs.handle(switchTaskType, createSwitchHandler({ tables, warehouse, connections, gate }));
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();

  const inBackground = (what: string, work: () => Promise<unknown>) => {
    working = working
      .then(work)
      .then(() => undefined)
      .catch((error: unknown) => logger.error({ module: 'tables', err: error }, what));
  };

  return {
    service,
    settings,
    changes,
    openTable,
    collectedAmong: createCollectedAmong({ tables, connectionId: warehouse.connectionId }),
    register: (app: FastifyInstance): void => registerTableRoutes(app, { tables: service, settings }),
    /** Opens the warehouse in the background and looks at the checks from hour to hour. */
    start(): void {
      inBackground('the warehouse could not be opened', async () => {
        await warehouse.get();
        await warehouse.connection();
        await reconcile();
      });
      timer = setInterval(
        () => inBackground('the checks could not be evaluated', checks.evaluateAll),
        checkEveryMs,
      );
      timer.unref();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await working;
    },
    /** Closes the warehouse; connections that read it are closed before. */
    close: (): Promise<void> => warehouse.close(),
  };
}
