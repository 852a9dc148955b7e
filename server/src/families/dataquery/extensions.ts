import { flagSchema } from '@sextant/contract/envelope';
import { extensionConfigSchema, extensionDetailSchema } from '@sextant/contract/extensions';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ExtensionForms } from '../../features/extensions/extension-forms.ts';
import { extensionJson } from '../../features/extensions/extension-json.ts';
import { descriptionOf } from '../../features/extensions/extension-rules.ts';
import type { ExtensionRunDetails, ExtensionRuns } from '../../features/extensions/extension-runs.service.ts';
import type { ExtensionsService } from '../../features/extensions/extensions.service.ts';
import { readForm } from '../../features/extensions/multipart-form.ts';
import { documentOf } from '../../features/extensions/script-docs.ts';
import { uploadFieldsSchema } from '../../features/extensions/upload-fields.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { parseInput } from '../../platform/http/validation.ts';
import type { StoredError } from '../../platform/jobs/execution.ts';
import { presentTime } from '../document-time.ts';
import { dataquerySpeaker } from './envelope.ts';
import { rangeOf, rangeQuerySchema } from './range.ts';

const itemSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  execution_mode: z.string(),
  has_config_form: z.boolean(),
  has_query_form: z.boolean(),
  show_in_home: z.boolean(),
  entry_point: z.string(),
  creator_id: z.number().int().nullable(),
  created_at: z.string(),
});
const detailSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  config: extensionConfigSchema.describe('秘密显示为 ***；没有权限查看配置的人看到空对象'),
  document: z.object({ docs: z.string(), functions: z.record(z.string(), z.string().nullable()) }),
});
const paramsSchema = z.object({ extension_id: z.string().min(1).max(100) });
const { name, description, enabled, execution_mode, show_in_home } = extensionDetailSchema.shape;

export const extensionOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/extensions/',
    access: 'view',
    summary: '获取扩展列表；普通用户只看到自己能运行的',
    query: rangeQuerySchema().extend({ enabled: flagSchema.optional() }),
    data: z.array(itemSchema),
  },
  get: {
    method: 'GET',
    path: '/api/extensions/{extension_id}',
    access: 'view',
    summary: '获取扩展详情与文档',
    params: paramsSchema,
    data: detailSchema,
  },
  create: {
    method: 'POST',
    path: '/api/extensions/',
    access: 'admin',
    summary: '创建扩展（multipart：file，及 name、description 等）；不能载入的脚本不会留下（管理员）',
    data: z.object({ id: z.string(), name: z.string(), message: z.string() }),
    status: 201,
  },
  update: {
    method: 'PUT',
    path: '/api/extensions/{extension_id}',
    access: 'admin',
    summary: '更新扩展；config 里的 *** 表示不变（管理员）',
    params: paramsSchema,
    body: z
      .object({ name, description, enabled, execution_mode, show_in_home, config: extensionConfigSchema })
      .partial(),
    data: detailSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/api/extensions/{extension_id}',
    access: 'admin',
    summary: '删除扩展（管理员）',
    params: paramsSchema,
    message: '扩展删除成功',
  },
  configForm: {
    method: 'GET',
    path: '/api/extensions/{extension_id}/config',
    access: 'admin',
    summary: '获取扩展的配置表单（管理员）',
    params: paramsSchema,
    data: z.object({ config_form: z.string().nullable(), config: extensionConfigSchema }),
  },
  queryForm: {
    method: 'GET',
    path: '/api/extensions/{extension_id}/query',
    access: 'view',
    summary: '获取扩展的查询表单',
    params: paramsSchema,
    data: z.object({ query_form: z.string().nullable() }),
  },
  query: {
    method: 'POST',
    path: '/query/{extension_id}',
    access: 'create',
    summary:
      '执行扩展查询（multipart，可带文件，或 JSON）；返回扩展给出的对象，其他值包成 {type, data, meta}',
    params: paramsSchema,
    data: z.unknown(),
  },
});

type StoredExtension = Awaited<ReturnType<ExtensionsService['get']>>;

/** dataquery: `/extensions` and `/query/{extension_id}`. */
export function registerExtensions(
  app: FastifyInstance,
  deps: {
    extensions: { service: ExtensionsService; forms: ExtensionForms; runs: ExtensionRuns };
    users: UsersService;
  },
): void {
  const { extensions, users } = deps;
  const { service, forms, runs } = extensions;

  async function presentDetail(
    principal: Principal,
    stored: StoredExtension,
  ): Promise<z.input<typeof detailSchema>> {
    const { row } = stored;
    const { functions, docs } = descriptionOf(stored);
    return {
      id: row.id,
      name: row.name,
      description: row.description,
      enabled: row.enabled === 1,
      config: isAdmin(principal) ? service.maskedConfig(stored) : {},
      document: documentOf(functions, docs),
    };
  }

  async function numbersOf(found: readonly StoredExtension[]): Promise<Map<string, number>> {
    const ids = new Set(found.flatMap(({ row }) => row.creator_id ?? []));
    const rows = await Promise.all([...ids].map((id) => users.get(id).catch(() => null)));
    return new Map(rows.flatMap((row) => (row ? [[row.id, row.number] as const] : [])));
  }

  registerOperations(app, dataquerySpeaker, extensionOperations, {
    async list({ principal, query }) {
      const { offset, limit } = rangeOf(query);
      const found = await service.list(principal, { enabled: query.enabled });
      const page = found.slice(offset, offset + limit);
      const numbers = await numbersOf(page);
      return page.map((stored) => presentItem(stored, principal, numbers));
    },
    get: async ({ principal, params }) =>
      presentDetail(principal, await finding(service.get(principal, params.extension_id))),
    async create({ principal, request }) {
      const { fields, files } = await readForm(request);
      const [file] = files;
      if (!file) throw noFile();
      const given = parseInput(uploadFieldsSchema, { enabled: 'true', ...fields }, dataquerySpeaker.language);
      const source = file.content.toString('utf8');
      const { row } = await service.upload(principal, { filename: file.filename, source }, given);
      return { id: row.id, name: row.name, message: '扩展创建成功' };
    },
    async update({ principal, params, body: { config, ...changes } }) {
      const id = params.extension_id;
      if (config !== undefined) await finding(service.saveConfig(principal, id, config));
      return presentDetail(principal, await finding(service.update(principal, id, changes)));
    },
    async remove({ principal, params }) {
      await finding(service.remove(principal, params.extension_id));
      return undefined;
    },
    async configForm({ principal, params }) {
      const stored = await finding(service.get(principal, params.extension_id));
      const { template, error } = await forms.config(stored);
      if (error !== null) throw brokenForm(error);
      return { config_form: template, config: service.maskedConfig(stored) };
    },
    async queryForm({ principal, params }) {
      const { html, error } = await forms.query(await finding(service.get(principal, params.extension_id)));
      if (error !== null) throw brokenForm(error);
      return { query_form: html };
    },
    async query({ principal, params, request, signal }) {
      const { fields, files } = await readForm(request);
      const order = { params: fields, files, signal };
      const { value, ...details } = await finding(runs.run(principal, params.extension_id, order));
      return answerOf(value, details);
    },
  });
}

function presentItem(
  stored: StoredExtension,
  principal: Principal,
  numbers: Map<string, number>,
): z.input<typeof itemSchema> {
  const one = extensionJson(stored, principal, new Map());
  return {
    id: one.id,
    name: one.name,
    description: one.description,
    enabled: one.enabled,
    execution_mode: one.execution_mode,
    has_config_form: one.has_config_form,
    has_query_form: one.has_query_form,
    show_in_home: one.show_in_home,
    entry_point: `/query/${one.id}`,
    creator_id: numbers.get(stored.row.creator_id ?? '') ?? null,
    created_at: presentTime(one.created_at),
  };
}

/** An object goes out as the extension gave it; the rest as what it was made into. A failed run is an error. */
function answerOf(value: unknown, { run, result }: ExtensionRunDetails): unknown {
  if (run.status !== 'completed') {
    const error = run.error === null ? null : (JSON.parse(run.error) as StoredError);
    const text = error?.text ?? { zh: '扩展没有运行完', en: 'The extension did not run to its end' };
    const line = error?.line ?? null;
    throw new AppError('BAD_REQUEST', {
      zh: line === null ? text.zh : `${text.zh}（第 ${line} 行）`,
      en: line === null ? text.en : `${text.en} (line ${line})`,
    });
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : result;
}

/** The document has a code of its own for an extension that is not there. */
async function finding<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    throw new AppError('NOT_FOUND', error.text, { details: { ...error.details, thing: 'extension' } });
  }
}

function noFile(): AppError {
  return new AppError('BAD_REQUEST', {
    zh: '请求里没有扩展文件，请以 multipart/form-data 在 file 字段上传',
    en: 'The request holds no file; send it as "file" of multipart/form-data',
  });
}

function brokenForm(reason: string): AppError {
  return new AppError('BAD_REQUEST', {
    zh: `扩展没能给出表单：${reason}`,
    en: `The extension could not give its form: ${reason}`,
  });
}
