import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { LogsService } from '../../features/logs/logs.service.ts';
import { invalid } from '../../platform/errors/app-error.ts';
import { downloadHeaders } from '../../platform/http/download-headers.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { Streamed } from '../../platform/http/v1-routes.ts';
import { whalefallSpeaker } from './envelope.ts';
import { levelOf, levelSchema, logSchema, presentLog } from './log-entry.ts';
import { writeDocumentLogs } from './log-export.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';
import { timesOf, windowSchema } from './window.ts';

const hourMs = 3_600_000;
const usualHours = 24;
const mostRecent = 200;

const hoursSchema = z.coerce
  .number()
  .int()
  .min(1)
  .max(24 * 366);
const filterSchema = windowSchema.extend({
  level: levelSchema.optional(),
  module: z.string().max(100).optional().describe('模块名称的一部分'),
  search: z.string().max(200).optional(),
  q: z.string().max(200).optional().describe('与 search 相同'),
});
const sortFields = ['id', 'timestamp', 'level', 'module'] as const;
const listSchema = pageQuerySchema(sortFields).extend({
  ...filterSchema.shape,
  hours: hoursSchema.optional().describe(`没有日期时往回看几小时，默认 ${usualHours}`),
});
type Filter = Partial<z.infer<typeof filterSchema>> & { hours?: number };

const operations = defineOperations({
  search: {
    method: 'GET',
    path: '/api/search',
    access: 'admin',
    summary: '搜索日志；没有日期时为最近 24 小时',
    query: listSchema,
    data: pageSchema(logSchema),
  },
  errors: {
    method: 'GET',
    path: '/api/errors',
    access: 'admin',
    summary: '获取错误日志：ERROR 和 CRITICAL；没有日期时为最近 24 小时',
    query: listSchema,
    data: pageSchema(logSchema),
  },
  modules: {
    method: 'GET',
    path: '/api/modules',
    access: 'admin',
    summary: '获取日志模块',
    data: z.object({ modules: z.array(z.string()) }),
  },
  export: {
    method: 'GET',
    path: '/api/export',
    access: 'admin',
    summary: '导出日志；没有日期时为全部',
    query: filterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') }),
    raw: 'download',
  },
  cleanup: {
    method: 'POST',
    path: '/api/cleanup',
    access: 'admin',
    summary: '清理日志：删除早于若干天的',
    message: '日志清理完成',
    body: z.object({ days: z.number().int().min(0).max(3650).default(90) }),
    data: z.object({ deleted_count: z.number() }),
  },
  realTime: {
    method: 'GET',
    path: '/api/real-time',
    access: 'admin',
    summary: '实时日志：最新的若干条，新的在前',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(mostRecent).default(50),
      level: levelSchema.optional(),
      module: filterSchema.shape.module,
    }),
    data: z.object({ logs: z.array(logSchema) }),
  },
  stats: {
    method: 'GET',
    path: '/api/stats',
    access: 'admin',
    summary: '日志统计信息',
    query: z.object({ hours: hoursSchema.default(usualHours) }),
    data: z.object({
      total_logs: z.number(),
      error_logs: z.number(),
      warning_logs: z.number(),
      modules_count: z.number(),
      time_range_hours: z.number(),
    }),
  },
  detail: {
    method: 'GET',
    path: '/api/detail/{log_id}',
    access: 'admin',
    summary: '获取日志详情',
    params: z.object({
      log_id: z.coerce
        .number('须为日志的整数编号')
        .int()
        .min(1)
        .max(2 ** 53 - 1),
    }),
    data: logSchema,
  },
});

/** The original's first prefix and its later one. */
const originals = atOriginal('/unified-logs', operations);
const laterOriginals = atOriginal('/logs', operations);
export const logOperations = { ...operations, ...originals };
export const laterLogOperations = laterOriginals;

const sorts = { id: 'at', timestamp: 'at', level: 'level', module: 'module' } as const;

/** whalefall: the log, for administrators. */
export function registerLogs(app: FastifyInstance, logs: LogsService): void {
  async function page(query: z.infer<typeof listSchema>, levels?: string[]) {
    const { sort = 'timestamp', order = 'desc' } = query;
    const criteria = { ...criteriaOf(sinceHours(query)), ...(levels && { levels }) };
    const { limit, offset } = rangeOf(query);
    const [rows, total] = await Promise.all([
      logs.page(criteria, { by: sorts[sort], descending: order === 'desc' }, limit, offset),
      logs.count(criteria),
    ]);
    return presentPage(rows.map(presentLog), total, query);
  }

  const handlers: FamilyHandlers<typeof operations> = {
    search: ({ query }) => page(query),
    errors: ({ query }) => page(query, query.level ? undefined : ['error', 'fatal']),
    modules: async () => ({ modules: await logs.modules() }),
    async export({ principal, query }) {
      const { format, ...filter } = query;
      const criteria = criteriaOf(filter);
      await logs.recordExport(principal, { format, ...filter });
      const body = Readable.from(writeDocumentLogs(logs.all(criteria), format));
      return new Streamed(body, downloadHeaders('whalefall-logs', format));
    },
    cleanup: async ({ principal, body }) => ({ deleted_count: await logs.cleanUp(principal, body.days) }),
    async realTime({ query: { limit, ...filter } }) {
      const { rows } = await logs.search(criteriaOf(filter), null, limit);
      return { logs: rows.map(presentLog) };
    },
    async stats({ query: { hours } }) {
      const from = hoursAgo(hours);
      const { total, levels } = await logs.statistics({ from });
      return {
        total_logs: total,
        error_logs: levels.error + levels.fatal,
        warning_logs: levels.warn,
        modules_count: (await logs.modules()).length,
        time_range_hours: hours,
      };
    },
    detail: async ({ params }) => presentLog(await logs.get(params.log_id)),
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
  registerOperations(app, whalefallSpeaker, laterOriginals, forOriginals(handlers));
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();

/** The last hours unless dates are given. */
function sinceHours<F extends Filter>(filter: F): F & { from?: string } {
  if (filter.start_date || filter.end_date) return filter;
  return { ...filter, from: hoursAgo(filter.hours ?? usualHours) };
}

function criteriaOf({ start_date, end_date, level, module, search, q, from }: Filter & { from?: string }) {
  const window = timesOf({ start_date, end_date });
  const since = window.from ?? from;
  if (since !== undefined && window.to !== undefined && since >= window.to) {
    throw invalid('end_date', {
      zh: `结束日期 ${end_date} 早于开始日期 ${start_date}`,
      en: `The end ${end_date} is before the start ${start_date}`,
    });
  }
  const text = search || q;
  return {
    ...(text && { text }),
    ...(level && { levels: [levelOf(level)] }),
    ...(module && { modulePart: module }),
    ...(since !== undefined && { from: since }),
    ...(window.to !== undefined && { to: window.to }),
  };
}
