import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FilesFeature } from '../../features/files/files.feature.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { dataquerySpeaker } from './envelope.ts';
import { rangeOf, rangeQuerySchema } from './range.ts';

const folderType = 'directory';
const fileFields = {
  id: z.number().int(),
  filename: z.string(),
  filepath: z.string().describe('所在目录，以 / 结尾'),
  filetype: z.string().describe('目录为 directory'),
  filesize: z.number(),
  created_at: z.string(),
};
const itemSchema = z.object(fileFields);
const uploadedSchema = z.object({
  ...fileFields,
  hash: z.string().describe('SHA-256'),
  owner_id: z.number().int(),
});
const paramsSchema = z.object({
  file_id: z.coerce
    .number('须为文件的整数编号')
    .int()
    .min(1)
    .max(2 ** 31),
});
const pathSchema = z.string().max(4000);

export const fileOperations = defineOperations({
  upload: {
    method: 'POST',
    path: '/api/files/upload',
    access: 'create',
    summary: '上传文件（multipart：file，path 在 file 之前）；没有的目录会自动创建',
    data: uploadedSchema,
    status: 201,
  },
  list: {
    method: 'GET',
    path: '/api/files/',
    access: 'view',
    summary: '获取自己的文件列表，目录在前',
    query: rangeQuerySchema().extend({ path: pathSchema.default('/') }),
    data: z.object({ files: z.array(itemSchema), total: z.number() }),
  },
  download: {
    method: 'GET',
    path: '/api/files/{file_id}/download',
    access: 'view',
    summary: '下载文件，支持 Range',
    params: paramsSchema,
    raw: 'download',
  },
  remove: {
    method: 'DELETE',
    path: '/api/files/{file_id}',
    access: 'delete',
    summary: '删除文件或目录（进入回收站，可还原）；给了 path 时须与文件所在目录一致',
    params: paramsSchema,
    query: z.object({ path: pathSchema.optional() }),
    message: '文件删除成功',
  },
  mkdir: {
    method: 'POST',
    path: '/api/files/mkdir',
    access: 'create',
    summary: '创建目录；上级目录没有时一并创建',
    body: z.object({ path: pathSchema.default('/'), name: z.string().min(1).max(1000) }),
    data: itemSchema,
    status: 201,
  },
});

/** dataquery: `/files` over the caller's own tree. */
export function registerFiles(
  app: FastifyInstance,
  { files, users }: { files: FilesFeature; users: UsersService },
): void {
  const { service, sendTo } = files;

  async function directoryOf(
    principal: Parameters<typeof service.present>[0],
    row: Parameters<typeof service.present>[1],
  ): Promise<string> {
    const path = (await service.pathsTo(principal, [row])).get(row.id) ?? [];
    return path.reduce((text, { name }) => `${text}${name}/`, '/');
  }

  registerOperations(app, dataquerySpeaker, fileOperations, {
    async upload({ principal, request }) {
      if (!request.isMultipart()) throw noFile();
      let path = '/';
      for await (const part of request.parts()) {
        if (part.type === 'field') {
          if (part.fieldname === 'path') path = String(part.value ?? '/');
          continue;
        }
        const parentId = await service.folderAt(principal, path, { create: true });
        const row = await service.saveFile(principal, {
          name: part.filename ?? 'file',
          parentId,
          content: part.file,
        });
        const owner = await users.get(row.owner_id);
        return {
          ...presentFile(row, asDirectory(path)),
          hash: row.sha256 ?? '',
          owner_id: owner.number,
        };
      }
      throw noFile();
    },
    async list({ principal, query }) {
      const parentId = await service.folderAt(principal, query.path);
      const listing = { sort: 'name' as const, order: 'asc' as const, ...rangeOf(query) };
      const { rows, total } = await service.rowsIn(principal.userId, parentId, listing);
      return { files: rows.map((row) => presentFile(row, asDirectory(query.path))), total };
    },
    async download({ principal, params, request, reply }) {
      const { row } = await service.requireByNumber(principal, params.file_id, 'read');
      return sendTo({ request, reply }, row);
    },
    async remove({ principal, params, query }) {
      const { row } = await service.requireByNumber(principal, params.file_id, 'write');
      const directory = await directoryOf(principal, row);
      if (query.path !== undefined && !isPlaceOf(query.path, directory, row.name)) {
        throw otherPlace(row.name, directory, query.path);
      }
      await service.remove(principal, row.id);
      return undefined;
    },
    async mkdir({ principal, body }) {
      const parentId = await service.folderAt(principal, body.path, { create: true });
      const input = { name: body.name, parentId, onConflict: 'fail' as const };
      return presentFile(await service.createFolder(principal, input), asDirectory(body.path));
    },
  });
}

type FileRow = Awaited<ReturnType<FilesFeature['service']['saveFile']>>;

function presentFile(row: FileRow, directory: string): z.input<typeof itemSchema> {
  return {
    id: row.number,
    filename: row.name,
    filepath: directory,
    filetype: row.kind === 'folder' ? folderType : (row.media_type ?? 'application/octet-stream'),
    filesize: row.size,
    created_at: presentTime(row.created_at),
  };
}

/** `uploads`, `/uploads` and `/uploads//` are one place: `/uploads/`. */
function asDirectory(path: string): string {
  return path
    .split('/')
    .filter(Boolean)
    .reduce((text, name) => `${text}${name}/`, '/');
}

/** Clients tell the directory, or the whole path of the file. */
function isPlaceOf(told: string, directory: string, name: string): boolean {
  const path = asDirectory(told);
  return path === directory || path === `${directory}${name}/`;
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', {
    zh: '请求里没有文件，请以 multipart/form-data 在 file 字段上传',
    en: 'The request holds no file; send it as "file" of multipart/form-data',
  });
}

function otherPlace(name: string, directory: string, told: string): AppError {
  return new AppError('CONFLICT', {
    zh: `「${name}」在 ${directory}，不在 ${told}，请核对后再删除`,
    en: `"${name}" is in ${directory}, not in ${told}; check before you delete it`,
  });
}
