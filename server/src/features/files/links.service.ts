import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { FileSettings } from '@sextant/contract/file-settings';
import type { Selectable } from 'kysely';
import type { Audit } from '../../platform/audit/audit.ts';
import { createAttemptLimiter } from '../../platform/auth/attempt-limiter.ts';
import { hashPassword, verifyPassword } from '../../platform/auth/password.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { AppError, forbidden, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { FileAccessRules } from './file-access.ts';
import type { FileRow, FilesRepository } from './files.repository.ts';

export type LinkRow = Selectable<Schema['file_links']>;

const hourMs = 3_600_000;

/** Links by which whoever holds one reads a file, until they expire, are used up or are taken back. */
export function createLinksService(deps: {
  db: MetadataDatabase;
  files: FilesRepository;
  access: FileAccessRules;
  settings: () => FileSettings;
  audit: Audit;
}) {
  const { db, files, access, settings, audit } = deps;
  const attempts = createAttemptLimiter();

  async function requireOwn(principal: Principal, id: string): Promise<FileRow> {
    const { row } = await access.require(principal, id, 'owner');
    if (row.kind === 'file') return row;
    throw invalid('id', {
      zh: '外链只能指向文件；文件夹请共享给用户或角色',
      en: 'A link leads to a file; share a folder with users or roles',
    });
  }

  /** The link and its file; 404 when it is not known, over, used up, or its file went to the trash. */
  async function follow(token: string): Promise<{ link: LinkRow; row: FileRow }> {
    const link = await db
      .selectFrom('file_links')
      .selectAll()
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst();
    const row = link && (await living(link));
    if (!link || !row || isUsedUp(link)) throw noLink();
    return { link, row };
  }

  async function living(link: LinkRow): Promise<FileRow | null> {
    if (link.expires_at <= new Date().toISOString()) return null;
    const row = await files.find(link.file_id);
    return row && row.trashed_at === null ? row : null;
  }

  async function checkPassword(link: LinkRow, password: string | undefined, address: string): Promise<void> {
    if (link.password_hash === null) return;
    if (password === undefined) throw forbidden({ zh: '请输入密码', en: 'Enter the password' });
    attempts.check(link.id, address);
    if (await verifyPassword(password, link.password_hash)) return attempts.succeed(link.id, address);
    attempts.fail(link.id, address);
    throw forbidden({ zh: '密码不对，请重新输入', en: 'That is not the password; try again' });
  }

  return {
    async list(principal: Principal, fileId: string): Promise<LinkRow[]> {
      await requireOwn(principal, fileId);
      return db
        .selectFrom('file_links')
        .selectAll()
        .where('file_id', '=', fileId)
        .orderBy('created_at', 'desc')
        .execute();
    },

    /** Makes a link; its token is told this once and only its hash is kept. */
    async create(
      principal: Principal,
      fileId: string,
      input: { hours: number; password?: string | undefined; maxDownloads?: number | undefined },
    ): Promise<{ link: LinkRow; token: string }> {
      const row = await requireOwn(principal, fileId);
      const most = settings().link_max_days * 24;
      if (input.hours > most) {
        throw invalid('expires_in_hours', {
          zh: `外链最长有效 ${most / 24} 天`,
          en: `A link may hold for ${most / 24} days at most`,
        });
      }
      const token = randomBytes(24).toString('base64url');
      const now = Date.now();
      const link = await db
        .insertInto('file_links')
        .values({
          id: randomUUID(),
          file_id: fileId,
          token_hash: hashOf(token),
          password_hash: input.password === undefined ? null : await hashPassword(input.password),
          expires_at: new Date(now + input.hours * hourMs).toISOString(),
          max_downloads: input.maxDownloads ?? null,
          downloads_count: 0,
          created_by: principal.userId,
          created_at: new Date(now).toISOString(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await audit.record(principal, {
        action: 'file_link.created',
        objectType: 'file',
        objectId: fileId,
        details: { name: row.name, link_id: link.id, expires_at: link.expires_at },
      });
      return { link, token };
    },

    async remove(principal: Principal, fileId: string, linkId: string): Promise<void> {
      const row = await requireOwn(principal, fileId);
      const removed = await db
        .deleteFrom('file_links')
        .where('id', '=', linkId)
        .where('file_id', '=', fileId)
        .returning('id')
        .executeTakeFirst();
      if (!removed) throw notFound({ zh: '外链', en: 'Link' }, linkId);
      await audit.record(principal, {
        action: 'file_link.removed',
        objectType: 'file',
        objectId: fileId,
        details: { name: row.name, link_id: linkId },
      });
    },

    follow,

    /** Counts one download; 403 without the password, 404 when the last download was taken. */
    async open(token: string, password: string | undefined, address: string) {
      const { link, row } = await follow(token);
      await checkPassword(link, password, address);
      const counted = await db
        .updateTable('file_links')
        .set((one) => ({ downloads_count: one('downloads_count', '+', 1) }))
        .where('id', '=', link.id)
        .where((where) =>
          where.or([
            where('max_downloads', 'is', null),
            where('downloads_count', '<', where.ref('max_downloads')),
          ]),
        )
        .returning('id')
        .executeTakeFirst();
      if (!counted) throw noLink();
      return { link, row };
    },

    /** The file of a link that somebody has opened, as long as it holds. */
    async fileOf(linkId: string): Promise<FileRow> {
      const link = await db.selectFrom('file_links').selectAll().where('id', '=', linkId).executeTakeFirst();
      const row = link && (await living(link));
      if (!row) throw noLink();
      return row;
    },

    async sweep(): Promise<void> {
      await db.deleteFrom('file_links').where('expires_at', '<', new Date().toISOString()).execute();
    },
  };
}

export type LinksService = ReturnType<typeof createLinksService>;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function isUsedUp({ max_downloads, downloads_count }: LinkRow): boolean {
  return max_downloads !== null && downloads_count >= max_downloads;
}

function noLink(): AppError {
  return new AppError('NOT_FOUND', {
    zh: '这个链接不存在、已过期、已用完或已被撤销，请向分享的人再要一个',
    en: 'This link does not exist, has expired, is used up or was taken back; ask whoever shared it for another',
  });
}
