import { apiPrefix } from '@sextant/contract/endpoint';
import { type FileLink, fileLinkEndpoints } from '@sextant/contract/file-links';
import { fileSettingsEndpoints } from '@sextant/contract/file-settings';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import type { ContentTickets } from './content-tickets.ts';
import type { FileContents } from './file-contents.ts';
import type { FileSettingsStore } from './file-settings.ts';
import type { FileSpaces } from './file-space.ts';
import type { LinkRow, LinksService } from './links.service.ts';
import type { UserNames } from './present-files.ts';

/** API v1: `/files/{id}/links` for who makes links, `/file-links` for who holds one. */
export function registerLinkRoutes(
  app: FastifyInstance,
  { links, tickets, userNames }: { links: LinksService; tickets: ContentTickets; userNames: UserNames },
): void {
  const present = async (rows: readonly LinkRow[], url: string | null = null): Promise<FileLink[]> => {
    const names = await userNames(rows.map(({ created_by }) => created_by));
    return rows.map((row) => ({
      id: row.id,
      file_id: row.file_id,
      url,
      has_password: row.password_hash !== null,
      expires_at: row.expires_at,
      max_downloads: row.max_downloads,
      downloads_count: row.downloads_count,
      created_by: names.get(row.created_by) ?? '',
      created_at: row.created_at,
    }));
  };

  registerV1(app, fileLinkEndpoints, {
    list: async ({ principal, params }) => ({
      links: await present(await links.list(principal, params.id)),
    }),
    async create({ principal, params, body }) {
      const { expires_in_hours: hours, password, max_downloads: maxDownloads } = body;
      const { link, token } = await links.create(principal, params.id, { hours, password, maxDownloads });
      const [made] = await present([link], `/share/${token}`);
      if (!made) throw new Error('a link that was made can be shown');
      return made;
    },
    async remove({ principal, params }) {
      await links.remove(principal, params.id, params.link_id);
      return {};
    },

    async get({ params }) {
      const { link, row } = await links.follow(params.token);
      const isOpen = link.password_hash === null;
      return {
        name: isOpen ? row.name : null,
        size: isOpen ? row.size : null,
        media_type: isOpen ? row.media_type : null,
        needs_password: !isOpen,
        expires_at: link.expires_at,
      };
    },
    async open({ params, body, address }) {
      const { link, row } = await links.open(params.token, body.password, address);
      const issued = tickets.issue({ fileId: row.id, userId: null, linkId: link.id }, link.expires_at);
      return {
        url: `${apiPrefix}/files/content/${issued.ticket}`,
        expires_at: issued.expiresAt,
        name: row.name,
        size: row.size,
        media_type: row.media_type ?? 'application/octet-stream',
      };
    },
  });
}

/** API v1: `/settings/files`. */
export function registerFileSettingsRoutes(
  app: FastifyInstance,
  deps: {
    settings: FileSettingsStore;
    spaces: FileSpaces;
    contents: FileContents;
    storage: Storage;
    userNames: UserNames;
    audit: Audit;
  },
): void {
  const { settings, spaces, contents, storage, userNames, audit } = deps;
  registerV1(app, fileSettingsEndpoints, {
    get: async () => settings.current(),
    update: ({ principal, body }) => settings.update(principal, body),

    async usage() {
      const [totals, rows] = await Promise.all([contents.totals(), spaces.all()]);
      const names = await userNames(rows.map(({ user_id }) => user_id));
      return {
        storage: storage.kind,
        stored_bytes: totals.bytes,
        contents_count: totals.count,
        users: rows
          .filter(({ user_id }) => names.has(user_id))
          .map((row) => ({
            user_id: row.user_id,
            username: names.get(row.user_id) ?? '',
            used_bytes: row.used_bytes,
            quota_bytes: row.quota_bytes ?? settings.current().quota_bytes,
            has_own_quota: row.quota_bytes !== null,
          })),
      };
    },

    async setQuota({ principal, params, body }) {
      const known = await userNames([params.user_id]);
      if (!known.has(params.user_id)) throw notFound({ zh: '用户', en: 'User' }, params.user_id);
      await spaces.setQuota(params.user_id, body.quota_bytes);
      await audit.record(principal, {
        action: 'file_quota.changed',
        objectType: 'user',
        objectId: params.user_id,
        details: body,
      });
      return {};
    },
  });
}
