import type { Cell } from '@sextant/contract/chart';
import { connectionEndpoints } from '@sextant/contract/connections';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { QueriesService } from '../../features/workbench/queries.service.ts';
import type {
  StatementCheck,
  StatementCheckService,
} from '../../features/workbench/statement-check.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations, WithMessage } from '../../platform/http/family-routes.ts';
import { findDatasource } from './datasource.ts';
import { datasourceParamsSchema } from './datasources.ts';
import { wenshuSpeaker } from './envelope.ts';

const { sql, max_rows } = connectionEndpoints.query.body.shape;

/** The answer is one JSON text, so it holds less than the streamed one of API v1 may. */
const maxBytes = 16 * 1024 * 1024;

/** Rows are passed on as they came: looking at each of a million values would only cost time. */
export const rowsSchema = z
  .custom<Cell[][]>(Array.isArray)
  .meta({ type: 'array', items: { type: 'array', items: {} } });

export const sqlOperations = defineOperations({
  query: {
    method: 'POST',
    path: '/datasources/{datasource_id}/query',
    access: 'view',
    summary: '执行SQL查询（只读）',
    params: datasourceParamsSchema,
    body: z.object({ sql, max_rows }),
    data: z.object({
      columns: z.array(z.string()),
      rows: rowsSchema,
      query_time: z.number().describe('秒'),
      row_count: z.number(),
      truncated: z.boolean(),
    }),
    message: '查询执行成功',
  },
  validate: {
    method: 'POST',
    path: '/datasources/{datasource_id}/validate-sql',
    access: 'view',
    summary: '校验SQL安全性；不会执行语句',
    params: datasourceParamsSchema,
    body: z.object({ sql }),
    data: z.object({
      valid: z.boolean(),
      readonly: z.boolean(),
      tables: z.array(z.string()),
      warnings: z.array(z.string()),
    }),
    message: 'SQL验证通过',
  },
});

/** wenshu: running and checking SQL on a data source. */
export function registerSql(
  app: FastifyInstance,
  deps: { connections: ConnectionsService; queries: QueriesService; checks: StatementCheckService },
): void {
  const { connections, queries, checks } = deps;
  registerOperations(app, wenshuSpeaker, sqlOperations, {
    async query({ principal, params, body, signal }) {
      const run = await queries.run({
        principal,
        connection: await findDatasource(connections, principal, params.datasource_id),
        sql: body.sql,
        source: 'family',
        maxRows: body.max_rows,
        maxBytes,
        signal,
      });
      const result = await queries.collect(run);
      return {
        columns: result.columns.map(({ name }) => name),
        rows: result.rows,
        query_time: result.executionTime,
        row_count: result.rowsCount,
        truncated: result.truncated,
      };
    },
    async validate({ principal, params, body, signal }) {
      const connection = await findDatasource(connections, principal, params.datasource_id);
      const check = presentCheck(await checks.checkStatement({ connection, sql: body.sql, signal }));
      return check.valid ? check : new WithMessage(check, 'SQL验证未通过');
    },
  });
}

/** That a statement may not run is the outcome of its check, not an error: the reason stands among the warnings. */
function presentCheck({ valid, readonly, tables, refusal, findings }: StatementCheck) {
  return {
    valid,
    readonly,
    tables: tables.map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`)),
    warnings: [...(refusal ? [refusal.text.zh] : []), ...findings.map(({ text }) => text.zh)],
  };
}
