import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema, pageQuerySchema } from './envelope.ts';

/** The size of something at the end of a day; of several readings a day the last counts. */
export const capacityPointSchema = z.object({ day: z.string(), bytes: z.number() });
export type CapacityPoint = z.infer<typeof capacityPointSchema>;

/** How a size moved over the window. */
export const growthSchema = z.object({
  from_day: z.string(),
  to_day: z.string(),
  change_bytes: z.number(),
  change_percent: z.number().nullable().describe('null when it began at nothing'),
  bytes_per_day: z.number(),
  trend: z.enum(['growing', 'shrinking', 'stable']),
});
export type Growth = z.infer<typeof growthSchema>;

/** A straight line through the daily points; null with fewer than `needed_points` of them. */
export const forecastSchema = z.object({
  points: z.array(capacityPointSchema.extend({ low_bytes: z.number(), high_bytes: z.number() })),
  fit: z.number().describe('0 to 1: how much of the movement the line explains'),
});
export type Forecast = z.infer<typeof forecastSchema>;

const measuredFields = {
  bytes: z.number(),
  data_bytes: z.number().nullable(),
  index_bytes: z.number().nullable(),
  rows_estimate: z.number().nullable(),
};

const windowSchema = z.object({ days: z.coerce.number().int().min(2).max(730).default(90) });

const seriesSchema = z.object({
  points: z.array(capacityPointSchema),
  growth: growthSchema.nullable().describe('null with fewer than two points'),
  forecast: forecastSchema.nullable(),
  needed_points: z.number().describe('a forecast needs so many daily points'),
});

export const capacityEndpoints = defineEndpoints({
  overview: {
    method: 'GET',
    path: '/capacity',
    access: 'view',
    summary: '各实例容量与增长 · Size and growth of every instance, largest first',
    query: pageQuerySchema.extend(windowSchema.shape),
    data: z.object({
      total_bytes: z.number(),
      points: z.array(capacityPointSchema).describe('all instances together'),
      instances: z.array(
        z.object({
          instance_id: z.string(),
          instance_name: z.string(),
          driver: z.string(),
          bytes: z.number(),
          databases_count: z.number(),
          measured_on: z.string(),
          growth: growthSchema.nullable(),
        }),
      ),
      total: z.number(),
      has_more: z.boolean(),
    }),
  },
  instance: {
    method: 'GET',
    path: '/instances/{id}/capacity',
    access: 'view',
    summary: '实例容量：总量、增长、预测和各库 · An instance: total, growth, forecast and its databases',
    params: idParamsSchema,
    query: windowSchema,
    data: seriesSchema.extend({
      bytes: z.number().nullable(),
      measured_on: z.string().nullable(),
      databases: z.array(
        z.object({
          database: z.string(),
          ...measuredFields,
          tables_count: z.number(),
          measured_on: z.string(),
          growth: growthSchema.nullable(),
        }),
      ),
    }),
  },
  tables: {
    method: 'GET',
    path: '/instances/{id}/capacity/tables',
    access: 'view',
    summary: '最大的表 · Its tables, largest first',
    params: idParamsSchema,
    query: pageQuerySchema.extend({ ...windowSchema.shape, database: z.string().max(200).optional() }),
    data: z.object({
      tables: z.array(
        z.object({
          database: z.string(),
          table: z.string(),
          ...measuredFields,
          measured_on: z.string(),
          growth: growthSchema.nullable(),
        }),
      ),
      total: z.number(),
      has_more: z.boolean(),
    }),
  },
  series: {
    method: 'GET',
    path: '/instances/{id}/capacity/series',
    access: 'view',
    summary: '一个库或一张表的走势 · One database or table over time',
    params: idParamsSchema,
    query: windowSchema.extend({
      database: z.string().max(200),
      table: z.string().max(500).optional().describe('as listed, with its schema'),
    }),
    data: seriesSchema,
  },
});
