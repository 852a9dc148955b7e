import type { CatalogTable } from '@sextant/engines/catalog';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ConnectionEditor } from '../../features/connections/connection-editor.ts';
import type { ConnectionTester, TestOutcome } from '../../features/connections/connection-tester.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { StoredConnection } from '../../features/connections/stored-connection.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { findDatasource } from './datasource.ts';
import { datasourceInputSchema, targetSchema, toConnectionInput } from './datasource-input.ts';
import { wenshuSpeaker } from './envelope.ts';
import { pageQuerySchema, pageSchema, presentPage, rangeOf } from './page.ts';

const datasourceSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  type: z.string(),
  host: z.string().describe('文件型数据源为空'),
  port: z.number().int().describe('文件型数据源为 0'),
  database: z.string(),
  user: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  status: z.enum(['active', 'inactive']).describe('inactive：最近一次连接失败'),
});

const tableSchema = z.object({
  name: z.string().describe('不在默认模式中的表写作 模式.表名'),
  comment: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      comment: z.string(),
      is_primary: z.boolean(),
      is_nullable: z.boolean(),
    }),
  ),
  indexes: z.array(z.object({ name: z.string(), columns: z.array(z.string()), unique: z.boolean() })),
});

export const datasourceParamsSchema = z.object({
  datasource_id: z.coerce.number('须为数据源的整数编号').int().min(1),
});

export const datasourceOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/datasources',
    access: 'view',
    summary: '获取数据源列表',
    query: pageQuerySchema,
    data: pageSchema(datasourceSchema),
  },
  create: {
    method: 'POST',
    path: '/datasources',
    access: 'create',
    summary: '创建数据源',
    body: datasourceInputSchema,
    data: datasourceSchema.extend({ description: z.string() }),
    status: 201,
    message: '数据源创建成功',
  },
  test: {
    method: 'POST',
    path: '/datasources/test-connection',
    access: 'create',
    summary: '测试数据源连接',
    callsPerMinute: 30,
    body: targetSchema,
    data: z.object({ status: z.literal('success'), connect_time: z.number().describe('秒') }),
    message: '连接成功',
  },
  metadata: {
    method: 'GET',
    path: '/datasources/{datasource_id}/metadata',
    access: 'view',
    summary: '获取数据源元数据',
    params: datasourceParamsSchema,
    data: z.object({ tables: z.array(tableSchema) }),
  },
});

/** wenshu: `/datasources`, but for running and checking SQL. */
export function registerDatasources(
  app: FastifyInstance,
  deps: { service: ConnectionsService; editor: ConnectionEditor; tester: ConnectionTester },
): void {
  const { service, editor, tester } = deps;
  const present = (connection: StoredConnection) =>
    presentDatasource(connection, service.isReachable(connection.id));

  registerOperations(app, wenshuSpeaker, datasourceOperations, {
    async list({ principal, query }) {
      const connections = await service.list(principal);
      const { limit, offset } = rangeOf(query);
      return presentPage(connections.slice(offset, offset + limit).map(present), connections.length, query);
    },
    async create({ principal, address, body }) {
      const connection = await editor.create({ principal, address }, toConnectionInput(body));
      return { ...present(connection), description: connection.description ?? '' };
    },
    async test({ principal, body }) {
      const outcome = await tester.testInput(principal, toConnectionInput(body));
      if (!outcome.connected) throw testFailure(outcome);
      return { status: 'success' as const, connect_time: Math.round(outcome.connectMs ?? 0) / 1000 };
    },
    async metadata({ principal, params, signal }) {
      const connection = await findDatasource(service, principal, params.datasource_id);
      const { catalog } = await service.catalog(connection, { signal });
      return { tables: catalog.tables.map(presentTable) };
    },
  });
}

function presentDatasource(
  { number, name, engine, settings, createdAt, updatedAt }: StoredConnection,
  reachable: boolean,
): z.input<typeof datasourceSchema> {
  return {
    id: number,
    name,
    type: engine.id,
    host: settings.host ?? '',
    port: settings.port ?? 0,
    database: settings.database ?? '',
    user: settings.username ?? '',
    created_at: presentTime(createdAt),
    updated_at: presentTime(updatedAt),
    status: reachable ? 'active' : 'inactive',
  };
}

/** The field to look at first for each cause of a failed test. */
const fieldOfCause: Record<string, string> = {
  auth: 'password',
  network: 'host',
  refused: 'port',
  timeout: 'host',
  tls: 'ssl',
  unknown_database: 'database',
};

function testFailure({ cause, message, hint }: TestOutcome): AppError {
  const field = fieldOfCause[cause ?? ''] ?? 'host';
  return new AppError('CONNECTION_FAILED', message, {
    details: { fields: { [field]: [(hint ?? message).zh] } },
  });
}

function isSame(columns: readonly string[], others: readonly string[]): boolean {
  return columns.length === others.length && columns.every((name, place) => name === others[place]);
}

function presentTable(table: CatalogTable): z.input<typeof tableSchema> {
  const primary = new Set(table.primaryKey);
  return {
    name: table.schema === null ? table.name : `${table.schema}.${table.name}`,
    comment: table.comment ?? '',
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.type,
      comment: column.comment ?? '',
      is_primary: primary.has(column.name),
      is_nullable: column.nullable,
    })),
    // The document tells the primary key at its columns, not among the indexes.
    indexes: table.indexes.filter((index) => !index.unique || !isSame(index.columns, table.primaryKey)),
  };
}
