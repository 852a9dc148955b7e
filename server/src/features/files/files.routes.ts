import { apiPrefix } from '@sextant/contract/endpoint';
import { fileEndpoints } from '@sextant/contract/files';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, unauthorized } from '../../platform/errors/app-error.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import type { ContentTickets } from './content-tickets.ts';
import type { FileSettingsStore } from './file-settings.ts';
import type { FileSpaces } from './file-space.ts';
import type { FilesService } from './files.service.ts';
import type { GrantsService } from './grants.service.ts';
import type { LinksService } from './links.service.ts';
import type { FilePresenter } from './present-files.ts';
import type { PreviewService } from './preview.service.ts';
import { sendContent } from './send-content.ts';
import { uploadHandlers } from './uploads.routes.ts';
import type { UploadsService } from './uploads.service.ts';

export interface FileRouteDeps {
  service: FilesService;
  uploads: UploadsService;
  presenter: FilePresenter;
  preview: PreviewService;
  grants: GrantsService;
  links: LinksService;
  tickets: ContentTickets;
  spaces: FileSpaces;
  settings: FileSettingsStore;
  storage: Storage;
  principalOf: (userId: string) => Promise<Principal | null>;
}

/** API v1: `/files`. */
export function registerFileRoutes(app: FastifyInstance, deps: FileRouteDeps): void {
  const { service, presenter, preview, grants, links, tickets, storage, principalOf } = deps;

  registerV1(app, fileEndpoints, {
    ...uploadHandlers(deps),
    ...placeHandlers(deps),

    async content({ principal, params, query, request, reply }) {
      const { row } = await service.require(principal, params.id, 'read');
      requireFile(row.kind, row.name);
      return sendContent({ request, reply }, storage, row, { download: query.download ?? false });
    },

    async contentLink({ principal, params }) {
      const { row } = await service.require(principal, params.id, 'read');
      requireFile(row.kind, row.name);
      const { ticket, expiresAt } = tickets.issue({
        fileId: row.id,
        userId: principal.userId,
        linkId: null,
      });
      return { url: `${apiPrefix}/files/content/${ticket}`, expires_at: expiresAt };
    },

    async contentByTicket({ params, query, request, reply }) {
      const { fileId, userId, linkId } = tickets.read(params.ticket);
      const reader = userId === null ? null : await principalOf(userId);
      if (userId !== null && reader === null) throw unauthorized();
      const row = reader
        ? (await service.require(reader, fileId, 'read')).row
        : await links.fileOf(linkId ?? '');
      return sendContent({ request, reply }, storage, row, { download: query.download ?? false });
    },

    preview: ({ principal, params, query, language, signal }) =>
      preview.preview(principal, params.id, { sheet: query.sheet ?? null, language, signal }),

    async ask({ principal, params, signal }) {
      const tables = await preview.ask(principal, params.id, signal);
      return { connection_id: tables[0]?.connection_id ?? '', tables };
    },

    grants: async ({ principal, params }) => ({ grants: await grants.list(principal, params.id) }),
    setGrants: async ({ principal, params, body }) => ({
      grants: await grants.set(principal, params.id, body.grants),
    }),

    async update({ principal, params, body }) {
      const { name, parent_id, on_conflict } = body;
      const input = { name, parentId: parent_id, onConflict: on_conflict };
      return presenter.one(principal, await service.update(principal, params.id, input));
    },
    async copy({ principal, params, body }) {
      const input = { name: body.name, parentId: body.parent_id };
      return presenter.one(principal, await service.copy(principal, params.id, input));
    },
    async remove({ principal, params }) {
      await service.remove(principal, params.id);
      return {};
    },
    restore: async ({ principal, params }) =>
      presenter.one(principal, await service.restore(principal, params.id)),
  });
}

/** What there is, and folders. */
function placeHandlers({ service, presenter, spaces, settings }: FileRouteDeps) {
  type Listed = Parameters<FilesService['list']>[2];
  return {
    list: ({
      principal,
      query,
    }: {
      principal: Principal;
      query: Listed & { parent_id?: string | undefined };
    }) => service.list(principal, query.parent_id ?? null, query),
    search: ({
      principal,
      query,
    }: {
      principal: Principal;
      query: { q: string; limit: number; offset: number };
    }) => service.search(principal, query.q, query),
    shared: ({ principal, query }: { principal: Principal; query: Listed }) =>
      service.shared(principal, query),
    trash: ({ principal, query }: { principal: Principal; query: { limit: number; offset: number } }) =>
      service.trash(principal, query),
    emptyTrash: async ({ principal }: { principal: Principal }) => ({
      deleted: await service.emptyTrash(principal),
    }),
    get: ({ principal, params }: { principal: Principal; params: { id: string } }) =>
      service.get(principal, params.id),

    async usage({ principal }: { principal: Principal }) {
      const { used, quota } = await spaces.usage(principal.userId);
      const { quota_bytes: _, ...limits } = settings.current();
      return { used_bytes: used, quota_bytes: quota, ...limits };
    },

    async createFolder({
      principal,
      body,
    }: {
      principal: Principal;
      body: { name: string; parent_id: string | null; on_conflict: 'rename' | 'fail' };
    }) {
      const input = { name: body.name, parentId: body.parent_id, onConflict: body.on_conflict };
      return presenter.one(principal, await service.createFolder(principal, input));
    },
  };
}

function requireFile(kind: string, name: string): void {
  if (kind === 'file') return;
  throw new AppError('BAD_REQUEST', {
    zh: `「${name}」是文件夹，没有内容可以下载；请逐个下载其中的文件`,
    en: `"${name}" is a folder and has no content; download the files in it`,
  });
}
