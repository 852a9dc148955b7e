import { type QueryRunRecord, queryRunEndpoints } from '@sextant/contract/query-runs';
import type { FastifyInstance } from 'fastify';
import { notFound } from '../../../platform/errors/app-error.ts';
import { registerV1 } from '../../../platform/http/v1-routes.ts';
import type { NamedQueryRun, QueryRunsRepository } from '../query-runs.repository.ts';

const thing = { zh: '查询历史', en: 'Query run' };

/** API v1: `/query-runs`, everybody's own history. */
export function registerHistoryRoutes(app: FastifyInstance, queryRuns: QueryRunsRepository): void {
  registerV1(app, queryRunEndpoints, {
    async list({ principal, query }) {
      const { connection_id: connectionId, ...filter } = query;
      const { rows, total } = await queryRuns.list(principal.userId, { ...filter, connectionId });
      return {
        query_runs: rows.map(toRecord),
        total,
        has_more: query.offset + rows.length < total,
      };
    },

    async remove({ principal, params }) {
      if (!(await queryRuns.remove(principal.userId, params.id))) throw notFound(thing, params.id);
      return {};
    },
  });
}

function toRecord(row: NamedQueryRun): QueryRunRecord {
  return {
    id: row.id,
    connection_id: row.connection_id,
    connection_name: row.connection_name,
    source: row.source as QueryRunRecord['source'],
    sql: row.sql,
    status: row.status as QueryRunRecord['status'],
    rows_count: row.rows_count,
    duration_ms: row.duration_ms,
    error: row.error,
    created_at: row.created_at,
  };
}
