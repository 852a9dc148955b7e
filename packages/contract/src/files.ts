import { z } from 'zod';
import { importedTableSchema } from './data-files.ts';
import { defineEndpoints } from './endpoint.ts';
import { flagSchema, idParamsSchema, pageQuerySchema } from './envelope.ts';

/** Files above this many bytes are better sent as a resumable upload. */
export const resumableAboveBytes = 8 * 1024 * 1024;
/** How much of a resumable upload to send in one call; any size is taken. */
export const chunkBytes = 32 * 1024 * 1024;

/** Kept as it is, to the byte; what cannot be a name on some system is refused with the reason. */
const nameSchema = z.string().min(1).max(1_000);
/** Null for the top of the own tree. */
const parentSchema = z.string().max(100).nullable().default(null);

export const fileAccessSchema = z.enum(['read', 'write', 'owner']);
export type FileAccess = z.infer<typeof fileAccessSchema>;

export const fileEntrySchema = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.enum(['file', 'folder']),
  name: z.string(),
  parent_id: z.string().nullable(),
  owner_id: z.string(),
  owner: z.string().describe('user name'),
  created_by: z.string().nullable().describe('user name of who uploaded it'),
  size: z.number().describe('bytes; 0 for a folder'),
  media_type: z.string().nullable().describe('found from the content and the name; null for a folder'),
  sha256: z.string().nullable(),
  access: fileAccessSchema.describe('what the caller may do with it'),
  is_shared: z.boolean().describe('granted to others by itself, not through a folder above it'),
  can_preview: z.boolean(),
  can_ask: z.boolean().describe('can be opened as a table to ask about'),
  created_at: z.string(),
  updated_at: z.string(),
  trashed_at: z.string().nullable(),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

const pathSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/** What happens when the folder has something of that name: the new one gets ` (2)` behind its name, or 409. */
export const nameConflictSchema = z.enum(['rename', 'fail']);

export const fileUploadSchema = z.object({
  id: z.string(),
  name: z.string(),
  parent_id: z.string().nullable(),
  size: z.number(),
  received: z.number().describe('bytes that are safe; go on at this offset'),
  created_at: z.string(),
  expires_at: z.string().describe('removed then, unless more arrives'),
});
export type FileUpload = z.infer<typeof fileUploadSchema>;

export const fileGrantSchema = z.object({
  subject: z.enum(['user', 'role', 'everyone']),
  subject_id: z
    .string()
    .max(100)
    .nullable()
    .describe('the id of a user, or admin, operator or user; null for everyone'),
  access: z.enum(['read', 'write']),
});
export type FileGrant = z.infer<typeof fileGrantSchema>;

const tablePreviewSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  has_more: z.boolean().describe('more rows than are shown'),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
});

/** How to show a file. For images, PDF, audio and video: take the address from `contentLink`. */
export const filePreviewSchema = z.object({
  kind: z.enum(['image', 'pdf', 'audio', 'video', 'text', 'markdown', 'table', 'none']),
  media_type: z.string(),
  text: z.string().nullable().describe('of text and markdown: the beginning'),
  encoding: z.string().nullable(),
  is_truncated: z.boolean().describe('the text goes on'),
  table: tablePreviewSchema.nullable(),
  reason: z.string().nullable().describe('why there is none'),
});
export type FilePreview = z.infer<typeof filePreviewSchema>;

const listQuery = pageQuerySchema.extend({
  sort: z.enum(['name', 'size', 'updated_at', 'created_at', 'media_type']).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
});
const entries = { entries: z.array(fileEntrySchema), total: z.number(), has_more: z.boolean() };
const contentQuery = z.object({
  download: flagSchema.optional().describe('as an attachment, also what could be shown'),
});
export const contentUrlSchema = z.object({ url: z.string(), expires_at: z.string() });

export const fileEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/files',
    access: 'view',
    summary: '文件夹的内容，文件夹在前 · What a folder holds, folders first',
    query: listQuery.extend({ parent_id: z.string().max(100).optional().describe('else the own top') }),
    data: z.object({
      ...entries,
      folder: fileEntrySchema.nullable(),
      path: pathSchema.describe('from the highest folder that the caller may see, the folder itself last'),
    }),
  },
  search: {
    method: 'GET',
    path: '/files/search',
    access: 'view',
    summary: '按名称、拼音首字母搜索自己的和共享的文件 · Search names and pinyin initials',
    query: pageQuerySchema.extend({ q: z.string().trim().min(1).max(200) }),
    data: z.object({ ...entries, entries: z.array(fileEntrySchema.extend({ path: pathSchema })) }),
  },
  shared: {
    method: 'GET',
    path: '/files/shared',
    access: 'view',
    summary: '别人共享给我的 · What others share with me',
    query: listQuery,
    data: z.object(entries),
  },
  trash: {
    method: 'GET',
    path: '/files/trash',
    access: 'view',
    summary: '回收站 · The own trash, newest first',
    query: pageQuerySchema,
    data: z.object(entries),
  },
  emptyTrash: {
    method: 'DELETE',
    path: '/files/trash',
    access: 'delete',
    summary: '清空回收站 · Delete for good what is in the trash',
    data: z.object({ deleted: z.number() }),
  },
  usage: {
    method: 'GET',
    path: '/files/usage',
    access: 'view',
    summary: '已用空间与限制 · Space used and the limits',
    data: z.object({
      used_bytes: z.number(),
      quota_bytes: z.number(),
      max_file_bytes: z.number(),
      allowed_types: z.array(z.string()),
      blocked_types: z.array(z.string()),
      trash_days: z.number(),
      link_max_days: z.number(),
    }),
  },
  createFolder: {
    method: 'POST',
    path: '/files/folders',
    access: 'create',
    summary: '新建文件夹 · Make a folder',
    body: z.object({
      name: nameSchema,
      parent_id: parentSchema,
      on_conflict: nameConflictSchema.default('fail'),
    }),
    data: fileEntrySchema,
  },
  upload: {
    method: 'POST',
    path: '/files',
    access: 'create',
    summary: '上传文件（一次请求） · Upload files in one request',
    multipart: true,
    query: z.object({
      parent_id: z.string().max(100).optional(),
      on_conflict: nameConflictSchema.default('rename'),
    }),
    data: z.object({ files: z.array(fileEntrySchema) }),
  },
  beginUpload: {
    method: 'POST',
    path: '/files/uploads',
    access: 'create',
    summary: '开始断点续传 · Begin a resumable upload',
    body: z.object({
      name: nameSchema,
      parent_id: parentSchema,
      size: z.number().int().min(0),
      on_conflict: nameConflictSchema.default('rename'),
    }),
    data: fileUploadSchema,
  },
  listUploads: {
    method: 'GET',
    path: '/files/uploads',
    access: 'view',
    summary: '尚未完成的上传 · Own uploads that have not ended',
    data: z.object({ uploads: z.array(fileUploadSchema) }),
  },
  getUpload: {
    method: 'GET',
    path: '/files/uploads/{id}',
    access: 'view',
    summary: '上传到了哪里 · How far an upload has come',
    params: idParamsSchema,
    data: fileUploadSchema,
  },
  sendChunk: {
    method: 'PATCH',
    path: '/files/uploads/{id}',
    access: 'create',
    summary: '从某个位置接着传（application/octet-stream） · Send bytes from an offset on',
    bytes: true,
    params: idParamsSchema,
    query: z.object({ offset: z.coerce.number().int().min(0).describe('409 tells the right one') }),
    data: fileUploadSchema,
  },
  finishUpload: {
    method: 'POST',
    path: '/files/uploads/{id}/finish',
    access: 'create',
    summary: '结束上传，得到文件 · End the upload; it becomes a file',
    params: idParamsSchema,
    body: z.object({
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i)
        .optional()
        .describe('refused when the content is another'),
    }),
    data: fileEntrySchema,
  },
  cancelUpload: {
    method: 'DELETE',
    path: '/files/uploads/{id}',
    access: 'create',
    summary: '放弃上传 · Give an upload up',
    params: idParamsSchema,
    data: z.object({}),
  },
  get: {
    method: 'GET',
    path: '/files/{id}',
    access: 'view',
    summary: '一个文件或文件夹 · One file or folder',
    params: idParamsSchema,
    data: fileEntrySchema.extend({ path: pathSchema }),
  },
  update: {
    method: 'PUT',
    path: '/files/{id}',
    access: 'update',
    summary: '重命名、移动 · Rename or move',
    params: idParamsSchema,
    body: z.object({
      name: nameSchema.optional(),
      parent_id: z.string().max(100).nullable().optional(),
      on_conflict: nameConflictSchema.default('fail'),
    }),
    data: fileEntrySchema,
  },
  copy: {
    method: 'POST',
    path: '/files/{id}/copy',
    access: 'create',
    summary: '复制，文件夹连同内容 · Copy, a folder with what it holds',
    params: idParamsSchema,
    body: z.object({ name: nameSchema.optional(), parent_id: parentSchema }),
    data: fileEntrySchema,
  },
  remove: {
    method: 'DELETE',
    path: '/files/{id}',
    access: 'delete',
    summary: '移到回收站；已在回收站的彻底删除 · Move to the trash; from there delete for good',
    params: idParamsSchema,
    data: z.object({}),
  },
  restore: {
    method: 'POST',
    path: '/files/{id}/restore',
    access: 'update',
    summary: '从回收站还原 · Put back from the trash',
    params: idParamsSchema,
    data: fileEntrySchema,
  },
  content: {
    method: 'GET',
    path: '/files/{id}/content',
    access: 'view',
    summary: '内容，支持 Range · The content, whole or a range',
    raw: 'download',
    params: idParamsSchema,
    query: contentQuery,
  },
  contentLink: {
    method: 'POST',
    path: '/files/{id}/content-link',
    access: 'view',
    summary: '短期有效的内容地址，给图片和播放器用 · A short-lived address for images and players',
    params: idParamsSchema,
    data: contentUrlSchema,
  },
  contentByTicket: {
    method: 'GET',
    path: '/files/content/{ticket}',
    access: 'public',
    summary: '凭短期地址取内容，支持 Range · Content by a short-lived address',
    raw: 'download',
    params: z.object({ ticket: z.string().min(1).max(400) }),
    query: contentQuery,
  },
  preview: {
    method: 'GET',
    path: '/files/{id}/preview',
    access: 'view',
    summary: '预览：类型、文本开头或表格前几行 · How to show it, with the first text or rows',
    params: idParamsSchema,
    query: z.object({ sheet: z.string().max(200).optional() }),
    data: filePreviewSchema,
  },
  ask: {
    method: 'POST',
    path: '/files/{id}/ask',
    access: 'create',
    summary: '把数据文件打开为工作区里的表来提问 · Open a data file as tables to ask about',
    callsPerMinute: 60,
    params: idParamsSchema,
    data: z.object({ connection_id: z.string(), tables: z.array(importedTableSchema) }),
  },
  grants: {
    method: 'GET',
    path: '/files/{id}/grants',
    access: 'view',
    summary: '共享给了谁 · Whom it is shared with',
    params: idParamsSchema,
    data: z.object({ grants: z.array(fileGrantSchema.extend({ subject_name: z.string().nullable() })) }),
  },
  setGrants: {
    method: 'PUT',
    path: '/files/{id}/grants',
    access: 'update',
    summary: '共享给用户、角色或所有人 · Share with users, roles or everyone',
    params: idParamsSchema,
    body: z.object({ grants: z.array(fileGrantSchema).max(200) }),
    data: z.object({ grants: z.array(fileGrantSchema.extend({ subject_name: z.string().nullable() })) }),
  },
});
