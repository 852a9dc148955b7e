import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { createCollectedTablesRepository } from './collected-tables.repository.ts';
import { createCurrentWarehouse } from './current-warehouse.ts';
import { createTableOpener, type WritingTables } from './open-table-writer.ts';
import { createTableChecks } from './table-checks.ts';
import { registerTableRoutes } from './tables.routes.ts';
import { createTablesService, type WriteFile } from './tables.service.ts';

const checkEveryMs = 60 * 60_000;

/** Collected tables and the warehouse that holds them, wired. */
export function createTablesFeature(deps: {
  db: MetadataDatabase;
  connections: ConnectionsService;
  editor: ConnectionEditor;
  firstAdminId: () => Promise<string | null>;
  writeFile: WriteFile;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  dataDir: string;
}) {
  const { db, connections, editor, firstAdminId, writeFile, events, audit, logger, dataDir } = deps;
  const tables = createCollectedTablesRepository(db);
  const warehouse = createCurrentWarehouse({ db, connections, editor, firstAdminId, dataDir });
  const writing: WritingTables = new Map();
  const checks = createTableChecks({
    tables,
    countNulls: (row, column) => service.countNulls(row, column),
    events,
    logger,
  });
  const service = createTablesService({ tables, warehouse, connections, checks, writing, writeFile, audit });

  async function onCommitted(name: string, columnsChanged: boolean): Promise<void> {
    const connection = await warehouse.connection();
    if (connection && columnsChanged) await connections.announceCatalog(connection.id);
    const row = await tables.find(name);
    if (row && row.checks !== '[]') await checks.evaluate(row);
  }

  const openTable = createTableOpener({
    tables,
    warehouse: warehouse.get,
    writing,
    onCommitted: (name, columnsChanged) =>
      onCommitted(name, columnsChanged).catch((error: unknown) =>
        logger.error(
          { module: 'tables', table: name, err: error },
          'a table that was filled could not be looked at',
        ),
      ),
  });
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
    openTable,
    register: (app: FastifyInstance): void => registerTableRoutes(app, { tables: service }),
    /** Opens the warehouse in the background and looks at the checks from hour to hour. */
    start(): void {
      inBackground('the warehouse could not be opened', async () => {
        await warehouse.get();
        await warehouse.connection();
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
