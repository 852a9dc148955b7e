import { connectionEndpoints } from '@sextant/contract/connections';
import { apiPrefix } from '@sextant/contract/endpoint';
import type { Language } from '@sextant/contract/text';
import { type ExportFormat, type ExportState, workbenchEndpoints } from '@sextant/contract/workbench';
import type { FastifyInstance } from 'fastify';
import { registerV1, Streamed } from '../../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import { contentDisposition, downloadName } from './download-name.ts';
import type { ExportJob } from './export-jobs.ts';
import type { Download, ExportsService } from './exports.service.ts';

const { createExport, listExports, getExport, cancelExport, download } = workbenchEndpoints;
const { export: exportEndpoint } = connectionEndpoints;

/**
 * API v1: `/exports` and `/connections/{id}/export`, at the client's pace. An error before the first rows is an error
 * answer; a later one ends the body in the middle and stands in the state of the export.
 */
export function registerExportRoutes(
  app: FastifyInstance,
  deps: { connections: ConnectionsService; exports: ExportsService },
): void {
  const { connections, exports } = deps;
  registerV1(
    app,
    { createExport, listExports, getExport, cancelExport, download, export: exportEndpoint },
    {
      async createExport({ principal, params, body, language }) {
        const connection = await connections.get(principal, params.id);
        const { job, token } = await exports.prepare(principal, connection, {
          ...inputOf(connection, body),
          namedParams: body.named_params ?? {},
        });
        return presentPrepared({ job, token }, language);
      },

      listExports: async ({ principal, language }) => ({
        exports: exports.list(principal).map((job) => presentExport(job, language)),
      }),

      getExport: async ({ principal, params, language }) =>
        presentExport(exports.get(principal, params.id), language),

      cancelExport: async ({ principal, params, language }) =>
        presentExport(exports.cancel(principal, params.id), language),

      download: async ({ params, query, signal }) =>
        streamed(await exports.download(params.id, query.token, signal)),

      async export({ principal, params, body, signal }) {
        const connection = await connections.get(principal, params.id);
        const input = { ...inputOf(connection, body), params: body.params };
        return streamed(await exports.direct(principal, input, signal));
      },
    },
  );
}

function inputOf(
  connection: StoredConnection,
  body: { sql: string; format: ExportFormat; file_name?: string | undefined; timeout_seconds: number },
) {
  return {
    connectionId: connection.id,
    sql: body.sql,
    format: body.format,
    fileName: downloadName(body.file_name ?? connection.name, body.format),
    timeoutMs: body.timeout_seconds * 1000,
  };
}

/** A prepared export with the address that downloads it. */
export function presentPrepared({ job, token }: { job: ExportJob; token: string }, language: Language) {
  const url = `${apiPrefix}/exports/${job.id}/download?token=${token}`;
  return { ...presentExport(job, language), url };
}

function presentExport(job: ExportJob, language: Language): ExportState {
  return {
    id: job.id,
    file_name: job.input.fileName,
    format: job.input.format,
    status: job.status,
    rows_count: job.rowsCount,
    bytes: job.bytes,
    error: job.error?.[language] ?? null,
    created_at: job.createdAt.toISOString(),
  };
}

function streamed({ fileName, type, body }: Download): Streamed {
  return new Streamed(body, {
    'content-type': type,
    'content-disposition': contentDisposition(fileName),
    'x-content-type-options': 'nosniff',
  });
}
