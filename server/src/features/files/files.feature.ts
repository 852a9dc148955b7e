import { join } from 'node:path';
import { resumableAboveBytes } from '@sextant/contract/files';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import type { DataFilesService } from '../data-files/data-files.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import { createContentTickets } from './content-tickets.ts';
import { createFileAccess } from './file-access.ts';
import { createFileContents } from './file-contents.ts';
import { createFileSettings } from './file-settings.ts';
import { createFileSpaces } from './file-space.ts';
import { createFileSweeper } from './file-sweeper.ts';
import { createFileTree } from './file-tree.ts';
import { createFilesRepository, type FileRow } from './files.repository.ts';
import { registerFileRoutes } from './files.routes.ts';
import { createFilesService } from './files.service.ts';
import { createGrantsService } from './grants.service.ts';
import { registerFileSettingsRoutes, registerLinkRoutes } from './links.routes.ts';
import { createLinksService } from './links.service.ts';
import { createFilePresenter, type UserNames } from './present-files.ts';
import { createPreviewService } from './preview.service.ts';
import { sendContent } from './send-content.ts';
import { createUploadsRepository } from './uploads.repository.ts';
import { createUploadsService } from './uploads.service.ts';

export interface FilesFeatureDeps {
  db: MetadataDatabase;
  kind: MetadataKind;
  storage: Storage;
  secrets: SecretBox;
  events: EventBus;
  audit: Audit;
  logger: Logger;
  dataDir: string;
  dataFiles: Pick<DataFilesService, 'preview' | 'importFile'>;
  notify: NotificationsService['notify'];
  userNames: UserNames;
  principalOf: (userId: string) => Promise<Principal | null>;
}

/** Files and folders, uploads, previews and sharing, wired. */
export async function createFilesFeature(deps: FilesFeatureDeps) {
  const { db, kind, storage, secrets, events, audit, logger, dataDir, notify, userNames } = deps;
  const settings = await createFileSettings({ db, events, audit, logger });
  const files = createFilesRepository(db);
  const access = createFileAccess(files);
  const contents = createFileContents({ db, kind, storage });
  const spaces = createFileSpaces({ db, defaultQuota: () => settings.current().quota_bytes });
  const tree = createFileTree({ spaces, contents });
  const presenter = createFilePresenter({ files, access, userNames });
  const uploads = createUploadsService({
    uploads: createUploadsRepository(db),
    storage,
    contents,
    tree,
    spaces,
    access,
    settings: settings.current,
    async onFinished(principal, row, upload) {
      await audit.record(principal, {
        action: 'file.uploaded',
        objectType: 'file',
        objectId: row.id,
        details: { name: row.name, size: row.size, sha256: row.sha256 },
      });
      await events.publish('file.changed', {
        fileId: row.id,
        ownerId: row.owner_id,
        folderId: row.parent_id,
      });
      if (upload.size === null || row.size <= resumableAboveBytes) return;
      await notify(
        { userIds: [principal.userId] },
        {
          kind: 'file_upload',
          title: { zh: `「${row.name}」上传完成`, en: `"${row.name}" has been uploaded` },
          body: { zh: '现在可以预览、共享和提问', en: 'It can be shown, shared and asked about now' },
          link: `/files?file=${row.id}`,
        },
      );
    },
  });
  const service = createFilesService({ files, tree, access, uploads, presenter, storage, audit, events });
  const grants = createGrantsService({ db, files, access, userNames, notify, audit });
  const links = createLinksService({ db, files, access, settings: settings.current, audit });
  const tickets = createContentTickets(secrets);
  const preview = createPreviewService({
    storage,
    access,
    dataFiles: deps.dataFiles,
    tempDir: join(dataDir, 'tmp'),
  });
  const sweeper = createFileSweeper({
    db,
    files,
    tree,
    uploads,
    contents,
    links,
    settings: settings.current,
    logger,
  });

  return {
    service,
    uploads,
    sweeper,
    /** Answers a request with a file's content as a download, whole or the range that was asked for. */
    sendTo: (call: Parameters<typeof sendContent>[0], row: FileRow) =>
      sendContent(call, storage, row, { download: true }),
    register(app: FastifyInstance): void {
      // Bytes go to their handler as they come.
      app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
      registerFileRoutes(app, {
        service,
        uploads,
        presenter,
        preview,
        grants,
        links,
        tickets,
        spaces,
        settings,
        storage,
        principalOf: deps.principalOf,
      });
      registerLinkRoutes(app, { links, tickets, userNames });
      registerFileSettingsRoutes(app, { settings, spaces, contents, storage, userNames, audit });
    },
    start: sweeper.start,
    stop: sweeper.stop,
  };
}

export type FilesFeature = Awaited<ReturnType<typeof createFilesFeature>>;
