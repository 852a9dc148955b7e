import { join } from 'node:path';
import { dataFileEndpoints } from '@sextant/contract/data-files';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionEditor } from '../connections/connection-editor.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { createDataFilesService } from './data-files.service.ts';
import { createFileRows } from './file-rows.ts';
import { receiveFiles } from './uploads.ts';

/** API v1: `/data-files`, wired. */
export function createDataFilesFeature(deps: {
  connections: ConnectionsService;
  editor: ConnectionEditor;
  audit: Audit;
  events: EventBus;
  logger: Logger;
  dataDir: string;
}) {
  const { events, logger, dataDir } = deps;
  const service = createDataFilesService(deps);
  const uploadsFolder = join(dataDir, 'tmp');
  events.subscribe('user.changed', ({ userId }) => {
    service.removeOrphan(userId).catch((error: unknown) => {
      logger.error(
        { module: 'data-files', err: error },
        'the workspace of a deleted user could not be removed',
      );
    });
  });

  return {
    service,
    /** The rows of a file that is no upload. */
    readFile: createFileRows({ folder: uploadsFolder }),
    register(app: FastifyInstance): void {
      registerV1(app, dataFileEndpoints, {
        async import({ principal, request, signal }) {
          const received = await receiveFiles(request.files(), uploadsFolder);
          try {
            return { tables: await service.import(principal, received, signal) };
          } finally {
            await received.discard();
          }
        },
        async removeTable({ principal, params }) {
          await service.removeTable(principal, params.table);
          return {};
        },
      });
    },
  };
}
