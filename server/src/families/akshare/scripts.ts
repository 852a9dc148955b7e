import { flagSchema } from '@sextant/contract/envelope';
import { frequencySchema } from '@sextant/contract/scripts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ScriptError } from '../../features/scripts/runtime/script-error.ts';
import type { CurrentScript, ListedScript, ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { CollectSettings } from '../../features/tasks/collect-settings.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { akshareSpeaker } from './envelope.ts';
import { NumberedError } from './error-numbers.ts';
import { cutPage, pageQuerySchema, pageSchema } from './page.ts';
import { parameterSchema, parameterValuesSchema, presentParameter } from './parameters.ts';

/** Rows that a test run reads before it stops. */
const mostTestRows = 10_000;

const itemSchema = z.object({
  id: z.number().int(),
  script_id: z.string(),
  script_name: z.string(),
  category: z.string(),
  frequency: frequencySchema,
  is_active: z.boolean(),
  description: z.string(),
});

const paramsSchema = z.object({
  script_id: z.string().min(1).max(100).describe('脚本的 script_id，也可以是整数 id'),
});

export const scriptOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/scripts/',
    access: 'view',
    summary: '获取数据脚本列表',
    query: pageQuerySchema().extend({
      category: z.string().max(100).optional(),
      is_active: flagSchema.optional(),
    }),
    data: pageSchema(itemSchema),
  },
  categories: {
    method: 'GET',
    path: '/scripts/categories',
    access: 'view',
    summary: '获取脚本分类列表',
    data: z.array(z.string()),
  },
  get: {
    method: 'GET',
    path: '/scripts/{script_id}',
    access: 'view',
    summary: '获取脚本详情',
    params: paramsSchema,
    data: itemSchema.pick({ id: true, script_id: true, script_name: true, category: true }).extend({
      module_path: z.string(),
      parameters: z.array(parameterSchema),
    }),
  },
  scan: {
    method: 'POST',
    path: '/scripts/scan',
    access: 'admin',
    summary: '扫描并注册新的数据脚本（管理员）；改动过的代码随即启用',
    data: z.object({
      scanned: z.number(),
      registered: z.number(),
      updated: z.number(),
      problems: z
        .array(z.object({ path: z.string(), error: z.string(), line: z.number().nullable() }))
        .optional()
        .describe('有文件没有启用时：不能载入、缺少字段或与已有脚本重名'),
    }),
  },
  test: {
    method: 'POST',
    path: '/scripts/{script_id}/test',
    access: 'update',
    summary: `测试脚本执行，不写入数据表；最多读取 ${mostTestRows} 行`,
    callsPerMinute: 60,
    params: paramsSchema,
    body: z.object({ parameters: parameterValuesSchema.default({}) }),
    data: z.object({
      status: z.literal('success'),
      rows_affected: z.number().describe('脚本给出的行数'),
      execution_time: z.number().describe('秒'),
    }),
  },
  toggle: {
    method: 'PATCH',
    path: '/scripts/{script_id}/toggle',
    access: 'admin',
    summary: '切换脚本激活状态（管理员）',
    params: paramsSchema,
    data: z.object({ id: z.number().int(), is_active: z.boolean() }),
  },
});

/** akshare: `/scripts`. */
export function registerScripts(
  app: FastifyInstance,
  { scripts, collectSettings }: { scripts: ScriptsService; collectSettings: CollectSettings },
): void {
  registerOperations(app, akshareSpeaker, scriptOperations, {
    async list({ query }) {
      const { category, is_active: isActive } = query;
      return cutPage(await scripts.list({ category, isActive }), query, presentScript);
    },
    async categories() {
      return [...new Set((await scripts.list({})).map(({ row }) => row.category))];
    },
    get: async ({ params }) => presentDetail(await scripts.get(params.script_id)),
    async scan({ principal }) {
      const { scanned, registered, updated, problems } = await scripts.scan(principal);
      const files = problems.map(({ path, message, line }) => ({ path, error: message, line }));
      return { scanned, registered, updated, ...(files.length > 0 && { problems: files }) };
    },
    async test({ principal, params, body, signal }) {
      const run = await scripts.test(principal, params.script_id, body.parameters, {
        maxRows: mostTestRows,
        timeoutMs: collectSettings.current().defaultTimeoutSeconds * 1000,
        signal,
      });
      if (run.error !== null) throw collectingFailed(run.error);
      return { status: 'success' as const, rows_affected: run.rowsCount, execution_time: run.executionTime };
    },
    async toggle({ principal, params }) {
      const { row } = await scripts.get(params.script_id);
      const toggled = await scripts.setActive(principal, row.id, row.is_active === 0);
      return { id: toggled.row.number, is_active: toggled.row.is_active === 1 };
    },
  });
}

function collectingFailed({ text, line }: Pick<ScriptError, 'text' | 'line'>): NumberedError {
  if (line === null) return new NumberedError(5003, text);
  return new NumberedError(5003, { zh: `第 ${line} 行：${text.zh}`, en: `Line ${line}: ${text.en}` });
}

function presentScript({ row }: ListedScript): z.input<typeof itemSchema> {
  return {
    id: row.number,
    script_id: row.id,
    script_name: row.name,
    category: row.category,
    frequency: frequencySchema.parse(row.frequency),
    is_active: row.is_active === 1,
    description: row.description,
  };
}

function presentDetail(script: CurrentScript) {
  const { id, script_id, script_name, category } = presentScript(script);
  const { row, description } = script;
  const root = row.origin === 'shipped' ? 'collectors' : 'scripts';
  const place = [root, row.category, row.frequency, row.id].join('.');
  return {
    id,
    script_id,
    script_name,
    category,
    module_path: row.origin === 'module' ? row.path : place,
    parameters: description.parameters.map(presentParameter),
  };
}
