import { connectionEndpoints } from '@sextant/contract/connections';
import type { FastifyInstance } from 'fastify';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { streamFrom, withFirstBatch } from './batch-stream.ts';
import { contentDisposition, downloadName } from './export/download-name.ts';
import { writeCsv } from './export/write-csv.ts';
import { writeXlsx } from './export/write-xlsx.ts';
import type { QueriesService } from './queries.service.ts';
import { writeResultJson } from './result-json.ts';

const formats = {
  csv: { type: 'text/csv; charset=utf-8', write: writeCsv },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: writeXlsx },
};

/**
 * API v1: `/connections/{id}/query` and `/connections/{id}/export`, streamed with the client's pace. An error before
 * the first rows is an error answer; a later one ends the body in the middle.
 */
export function registerWorkbenchRoutes(
  app: FastifyInstance,
  deps: { connections: ConnectionsService; queries: QueriesService },
): void {
  const { connections, queries } = deps;
  const { query, export: exportEndpoint } = connectionEndpoints;

  registerV1(
    app,
    { query, export: exportEndpoint },
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
        const batches = await withFirstBatch(run.batches);
        return new Streamed(streamFrom(batches, writeResultJson(run, batches, language)), {
          'content-type': 'application/json; charset=utf-8',
        });
      },

      async export({ principal, params, body, signal }) {
        const connection = await connections.get(principal, params.id);
        const run = await queries.run({
          principal,
          connection,
          sql: body.sql,
          params: body.params,
          source: 'export',
          timeoutMs: body.timeout_seconds * 1000,
          signal,
        });
        const batches = await withFirstBatch(run.batches);
        const { type, write } = formats[body.format];
        const name = downloadName(body.file_name ?? connection.name, body.format);
        return new Streamed(streamFrom(batches, write(run.columns, batches)), {
          'content-type': type,
          'content-disposition': contentDisposition(name),
          'x-content-type-options': 'nosniff',
        });
      },
    },
  );
}
