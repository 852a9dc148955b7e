import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

export const logLevelSchema = z.enum(['debug', 'info', 'warn', 'error', 'fatal']);
export type LogLevel = z.infer<typeof logLevelSchema>;

export const logEntrySchema = z.object({
  id: z.number().describe('rises in the order of writing'),
  at: z.string(),
  level: logLevelSchema,
  module: z.string(),
  message: z.string(),
  request_id: z.string().nullable(),
  user: z.string().nullable(),
  duration_ms: z.number().nullable(),
  context: z.record(z.string(), z.unknown()),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

const timeSchema = z.iso.datetime({ offset: true });

const logFilterSchema = z.object({
  q: z.string().max(200).optional().describe('part of the message, the module or the context'),
  level: z.string().max(60).optional().describe('one or more levels, separated by commas'),
  module: z.string().max(100).optional(),
  user: z.string().max(100).optional(),
  request_id: z.string().max(100).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export type LogFilter = z.infer<typeof logFilterSchema>;

const windowSchema = z.object({ from: timeSchema.optional(), to: timeSchema.optional() });

export const logGroupSchema = z.object({
  fingerprint: z.string(),
  level: logLevelSchema,
  module: z.string(),
  message: z.string().describe('the newest of its messages'),
  count: z.number(),
  first_at: z.string(),
  last_at: z.string(),
  last_id: z.number().nullable().describe('the newest entry, unless it was cleaned up'),
});
export type LogGroup = z.infer<typeof logGroupSchema>;

export const logSettingsSchema = z.object({
  keep_days: z.number().int().min(1).max(3650),
  max_entries: z.number().int().min(1_000).max(50_000_000),
  log_requests: z.boolean().describe('also requests that went well and fast'),
});
export type LogSettings = z.infer<typeof logSettingsSchema>;

const countsByLevelSchema = z.object({
  debug: z.number(),
  info: z.number(),
  warn: z.number(),
  error: z.number(),
  fatal: z.number(),
});

export const logStatisticsSchema = z.object({
  from: z.string(),
  to: z.string(),
  total: z.number(),
  levels: countsByLevelSchema,
  error_rate: z.number().describe('percent of error and fatal'),
  modules: z.array(z.object({ module: z.string(), count: z.number() })).describe('the ten that say most'),
  bucket_seconds: z.number(),
  buckets: z.array(countsByLevelSchema.extend({ at: z.string() })),
});
export type LogStatistics = z.infer<typeof logStatisticsSchema>;

/** Events of the live tail: new entries, and how many were left out because they came too fast. */
export type LogTailEvent = { type: 'entries'; entries: LogEntry[] } | { type: 'skipped'; count: number };

export const logEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/logs',
    access: 'admin',
    summary: '搜索日志，新的在前 · Search the log, newest first',
    query: logFilterSchema.extend({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.string().max(100).optional().describe('next_cursor of the page before'),
    }),
    data: z.object({
      entries: z.array(logEntrySchema),
      next_cursor: z.string().nullable().describe('null when there are no older ones'),
      searched_to: z
        .string()
        .nullable()
        .describe('when the search took long and stopped early: how far back it has looked'),
    }),
  },
  get: {
    method: 'GET',
    path: '/logs/entries/{id}',
    access: 'admin',
    summary: '日志详情 · One entry',
    params: z.object({ id: z.coerce.number().int().min(1) }),
    data: logEntrySchema,
  },
  statistics: {
    method: 'GET',
    path: '/logs/statistics',
    access: 'admin',
    summary: '日志统计 · Counts over time, by level and module; the last 24 hours unless told',
    query: windowSchema,
    data: logStatisticsSchema,
  },
  modules: {
    method: 'GET',
    path: '/logs/modules',
    access: 'admin',
    summary: '写过日志的模块 · Modules that have written',
    data: z.object({ modules: z.array(z.string()) }),
  },
  errors: {
    method: 'GET',
    path: '/logs/errors',
    access: 'admin',
    summary: '错误分组 · Errors and warnings, grouped, newest first',
    query: windowSchema.extend({
      module: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    data: z.object({ groups: z.array(logGroupSchema) }),
  },
  tail: {
    method: 'GET',
    path: '/logs/tail',
    access: 'admin',
    summary: '实时日志（SSE） · Live tail',
    query: logFilterSchema.omit({ from: true, to: true }),
    raw: 'event-stream',
  },
  export: {
    method: 'GET',
    path: '/logs/export',
    access: 'admin',
    summary: '导出日志 · Download what the filter finds, oldest first',
    query: logFilterSchema.extend({ format: z.enum(['csv', 'json']).default('csv') }),
    raw: 'download',
  },
  cleanup: {
    method: 'POST',
    path: '/logs/cleanup',
    access: 'admin',
    summary: '清理旧日志 · Remove entries older than some days',
    body: z.object({ days: z.number().int().min(0).max(3650) }),
    data: z.object({ deleted_count: z.number() }),
  },
  settings: {
    method: 'GET',
    path: '/logs/settings',
    access: 'admin',
    summary: '日志设置 · How long entries are kept',
    data: logSettingsSchema,
  },
  updateSettings: {
    method: 'PUT',
    path: '/logs/settings',
    access: 'admin',
    summary: '修改日志设置 · Change the settings',
    body: logSettingsSchema.partial(),
    data: logSettingsSchema,
  },
});
