import type { Readable } from 'node:stream';
import type { Text } from '@sextant/contract/text';
import type { Principal } from '../../../platform/auth/principal.ts';
import { AppError, notFound } from '../../../platform/errors/app-error.ts';
import type { Logger } from '../../../platform/log/logger.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import type { NotificationsService } from '../../notifications/notifications.service.ts';
import { streamFrom } from '../batch-stream.ts';
import type { QueriesService, QueryInput } from '../queries.service.ts';
import { type ExportContent, openExportContent } from './export-content.ts';
import { createExportJobs, type ExportInput, type ExportJob, isFinished } from './export-jobs.ts';
import type { ExportLine } from './export-line.ts';

/** A file on its way to the reader. */
export interface Download {
  fileName: string;
  type: string;
  body: Readable;
}

/** An export that took longer is told of when it ends. */
const longMs = 15_000;
const exportThing: Text = { zh: '导出', en: 'Export' };

/** Full results as files, straight from the database to the reader, with their progress. */
export function createExportsService(deps: {
  connections: ConnectionsService;
  queries: QueriesService;
  line: ExportLine;
  notify: NotificationsService['notify'];
  logger: Logger;
}) {
  const { connections, queries, line, notify, logger } = deps;
  const jobs = createExportJobs();

  function find(principal: Principal, id: string): ExportJob {
    const job = jobs.find(principal.userId, id);
    if (!job) throw notFound(exportThing, id);
    return job;
  }

  function fail(job: ExportJob, error: unknown): void {
    if (isFinished(job)) return;
    const known = error instanceof AppError ? error : null;
    job.status = known?.code === 'CANCELLED' ? 'cancelled' : 'failed';
    job.error = known?.text ?? { zh: '导出时服务器出错', en: 'The server failed during the export' };
    void tellIfLong(job);
    if (!known) logger.error({ module: 'workbench', export: job.id, err: error }, 'an export failed');
  }

  /** Whoever waited long looks elsewhere by now. */
  async function tellIfLong(job: ExportJob): Promise<void> {
    if (Date.now() - job.createdAt.getTime() < longMs || job.status === 'cancelled') return;
    const { fileName } = job.input;
    const title =
      job.status === 'completed'
        ? { zh: `导出完成：${fileName}`, en: `The export is done: ${fileName}` }
        : { zh: `导出失败：${fileName}`, en: `The export failed: ${fileName}` };
    const body = job.error ?? { zh: `共 ${job.rowsCount} 行`, en: `${job.rowsCount} rows` };
    await notify(
      { userIds: [job.principal.userId] },
      { kind: 'task_complete', title, body, link: '/workbench' },
    );
  }

  /** The chunks as bytes; keeps the progress of the export and how it ended. */
  async function* counted(job: ExportJob, content: ExportContent): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of content.chunks) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        job.bytes += bytes.length;
        job.rowsCount = content.rowsCount();
        yield bytes;
      }
      job.rowsCount = content.rowsCount();
      if (!isFinished(job)) job.status = 'completed';
      await tellIfLong(job);
    } catch (error) {
      fail(job, error);
      throw error;
    }
  }

  async function write(job: ExportJob, leaving: AbortSignal): Promise<Download> {
    const signal = AbortSignal.any([leaving, job.controller.signal]);
    let leave: () => void = () => undefined;
    try {
      const connection = await connections.get(job.principal, job.input.connectionId);
      leave = await line.enter(connection.id, signal);
      job.status = 'running';
      const content = await openExportContent(queries, queryOf(job, connection, signal), job.input.format);
      const body = streamFrom(content.source, counted(job, content));
      const abort = () => body.destroy();
      signal.addEventListener('abort', abort, { once: true });
      body.once('close', () => {
        signal.removeEventListener('abort', abort);
        leave();
        if (!isFinished(job)) job.status = 'cancelled';
      });
      return { fileName: job.input.fileName, type: content.type, body };
    } catch (error) {
      leave();
      fail(job, error);
      throw error;
    }
  }

  return {
    /** Checks a statement and prepares its export; the token begins the download, once and within two minutes. */
    async prepare(
      principal: Principal,
      connection: StoredConnection,
      input: ExportInput,
    ): Promise<{ job: ExportJob; token: string }> {
      const { sql, params, namedParams } = input;
      await queries.check({ principal, connection, sql, params, namedParams, source: 'export' });
      return jobs.add(principal, input);
    },

    /** The file of a prepared export; waits in line first. 404 for a token that is wrong, used or too old. */
    async download(id: string, token: string, leaving: AbortSignal): Promise<Download> {
      const job = jobs.claim(id, token);
      if (!job) throw staleLink();
      return write(job, leaving);
    },

    /** Prepares and downloads in one. */
    async direct(principal: Principal, input: ExportInput, leaving: AbortSignal): Promise<Download> {
      const { job } = jobs.add(principal, input);
      job.tokenHash = null;
      return write(job, leaving);
    },

    list: (principal: Principal): ExportJob[] => jobs.list(principal.userId),
    get: find,

    /** Stops an own export in the database; one that has ended stays as it is. */
    cancel(principal: Principal, id: string): ExportJob {
      const job = find(principal, id);
      if (isFinished(job)) return job;
      job.status = 'cancelled';
      job.tokenHash = null;
      job.controller.abort();
      return job;
    },

    /** For a user whose rights may have changed: what was begun with the old ones ends. */
    revoke: (userId: string): void => jobs.revoke(userId),

    drain: (): Promise<void> => jobs.drain(),
  };
}

export type ExportsService = ReturnType<typeof createExportsService>;

function queryOf(job: ExportJob, connection: StoredConnection, signal: AbortSignal): QueryInput {
  const { sql, params, namedParams, timeoutMs } = job.input;
  return {
    principal: job.principal,
    connection,
    sql,
    params,
    namedParams,
    source: 'export',
    timeoutMs,
    signal,
  };
}

function staleLink(): AppError {
  return new AppError('NOT_FOUND', {
    zh: '下载链接已失效：它只能使用一次，并须在两分钟内打开。请回到工作台重新导出',
    en: 'The link is no longer good: it works once and within two minutes. Go back to the workbench and export again',
  });
}
