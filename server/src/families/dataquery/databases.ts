import type { Cell } from '@sextant/contract/chart';
import { namedParamsSchema, statementSchema } from '@sextant/contract/workbench';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { dataquerySpeaker } from './envelope.ts';
import type { ServedColumn, ServedDatabase } from './served-database.ts';

const databaseName = z.string().max(100).default('main').describe('数据库的名字，默认为数据仓库 main');

/** Rows are passed on as they came: looking at each of a million values would only cost time. */
const rowsSchema = z
  .custom<Cell[][]>(Array.isArray)
  .meta({ type: 'array', items: { type: 'array', items: {} } });

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  primary_key: z.boolean(),
  unique: z.boolean(),
});

export const databaseOperations = defineOperations({
  databases: {
    method: 'GET',
    path: '/api/db/databases',
    access: 'view',
    summary: '获取数据库列表：数据仓库，以及可管理的扩展的数据库',
    data: z.array(
      z.object({ name: z.string(), type: z.string(), status: z.enum(['connected', 'disconnected']) }),
    ),
  },
  tables: {
    method: 'GET',
    path: '/api/db/tables',
    access: 'view',
    summary: '获取表列表',
    query: z.object({ database: databaseName }),
    data: z.array(z.object({ name: z.string(), row_count: z.number(), columns: z.number() })),
  },
  schema: {
    method: 'GET',
    path: '/api/db/tables/{table_name}/schema',
    access: 'view',
    summary: '获取表结构',
    params: z.object({ table_name: z.string().min(1).max(300) }),
    query: z.object({ database: databaseName }),
    data: z.object({ table_name: z.string(), columns: z.array(columnSchema) }),
  },
  query: {
    method: 'POST',
    path: '/api/db/query',
    access: 'view',
    summary:
      '执行一条 SQL；params 为 :name 参数的值。有 update 权限者可用 INSERT、UPDATE、DELETE 改采集的数据表，row_count 为改动的行数；扩展的数据库可由其管理者写入',
    body: z.object({
      sql: statementSchema.shape.sql,
      params: namedParamsSchema.default({}),
      database: databaseName,
    }),
    data: z.object({
      columns: z.array(z.string()),
      data: rowsSchema,
      row_count: z.number(),
      execution_time: z.number().describe('秒'),
    }),
  },
});

/** dataquery: `/db` over the databases that `serve` gives for a caller. */
export function registerDatabases(
  app: FastifyInstance,
  serve: (principal: Parameters<ServedDatabase['query']>[0]) => Promise<ServedDatabase[]>,
): void {
  async function find(principal: Parameters<typeof serve>[0], name: string): Promise<ServedDatabase> {
    const found = (await serve(principal)).find((one) => one.name === name);
    if (!found) throw notFound({ zh: '数据库', en: 'Database' }, name);
    return found;
  }

  registerOperations(app, dataquerySpeaker, databaseOperations, {
    databases: async ({ principal }) =>
      Promise.all(
        (await serve(principal)).map(async (one) => ({
          name: one.name,
          type: one.type,
          status: (await one.isConnected()) ? 'connected' : 'disconnected',
        })),
      ),
    async tables({ principal, query }) {
      const tables = await (await find(principal, query.database)).tables();
      return tables.map(({ name, rows, columns }) => ({ name, row_count: rows, columns }));
    },
    async schema({ principal, params, query }) {
      const database = await find(principal, query.database);
      const columns = await database.columns(params.table_name);
      return { table_name: params.table_name, columns: columns.map(presentColumn) };
    },
    async query({ principal, body, signal }) {
      const database = await find(principal, body.database);
      const { columns, rows, rowCount, executionTime } = await database.query(principal, {
        sql: body.sql,
        params: body.params,
        signal,
      });
      return { columns, data: rows, row_count: rowCount, execution_time: executionTime };
    },
  });
}

function presentColumn({ primaryKey, ...column }: ServedColumn): z.input<typeof columnSchema> {
  return { ...column, primary_key: primaryKey };
}
