import { connectionEndpoints } from '@sextant/contract/connections';
import type { FastifyInstance } from 'fastify';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { streamFrom, withFirst } from './batch-stream.ts';
import type { QueriesService } from './queries.service.ts';
import { writeResultJson } from './result-json.ts';

/**
 * API v1: `/connections/{id}/query`, streamed with the client's pace. An error before the first rows is an error
 * answer; a later one ends the body in the middle.
 */
export function registerQueryRoutes(
  app: FastifyInstance,
  deps: { connections: ConnectionsService; queries: QueriesService },
): void {
  const { connections, queries } = deps;
  const { query } = connectionEndpoints;
  registerV1(
    app,
    { query },
    {
      async query({ principal, params, body, signal, language }) {
        const run = await queries.run({
          principal,
          connection: await connections.get(principal, params.id),
          sql: body.sql,
          params: body.params,
          source: 'workbench',
          maxRows: body.max_rows,
          timeoutMs: body.timeout_seconds * 1000,
          signal,
        });
        const batches = await withFirst(run.batches);
        return new Streamed(streamFrom(batches, writeResultJson(run, batches, language)), {
          'content-type': 'application/json; charset=utf-8',
        });
      },
    },
  );
}
