import { Readable } from 'node:stream';
import {
  type LogEntry,
  type LogFilter,
  type LogTailEvent,
  logEndpoints,
  logLevelSchema,
} from '@sextant/contract/logs';
import type { FastifyInstance } from 'fastify';
import { invalid } from '../../platform/errors/app-error.ts';
import { downloadHeaders } from '../../platform/http/download-headers.ts';
import { createEventStream, type EventStream, eventStreamHeaders } from '../../platform/http/event-stream.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import { writeLogs } from './export-logs.ts';
import type { LogCriteria, LogPlace, LogRow } from './log-entries.repository.ts';
import type { LogSettingsKeeper } from './log-settings.ts';
import type { LogTail } from './log-tail.ts';
import type { LogsService } from './logs.service.ts';

/** What a slow reader of the live tail may have waiting before entries are left out for it. */
const mostWaiting = 1024 * 1024;

/** API v1: `/logs`. */
export function registerLogRoutes(
  app: FastifyInstance,
  deps: { logs: LogsService; tail: LogTail; settings: LogSettingsKeeper },
): void {
  const { logs, tail, settings } = deps;
  registerV1(app, logEndpoints, {
    async list({ query }) {
      const { limit, cursor, ...filter } = query;
      const found = await logs.search(criteriaOf(filter), readCursor(cursor), limit);
      return {
        entries: found.rows.map(presentLogEntry),
        next_cursor: found.next && `${found.next.at}_${found.next.number}`,
        searched_to: found.searchedTo,
      };
    },
    get: async ({ params }) => presentLogEntry(await logs.get(params.id)),
    statistics: ({ query }) => logs.statistics(utcWindow(query)),
    modules: async () => ({ modules: await logs.modules() }),
    async errors({ query }) {
      const { limit, module, ...window } = query;
      const groups = await logs.groups({ ...utcWindow(window), module, limit });
      return {
        groups: groups.map(({ last_number, level, ...group }) => ({
          ...group,
          level: logLevelSchema.parse(level),
          last_id: last_number,
        })),
      };
    },
    async tail({ query }) {
      const stream = createEventStream();
      const stop = await tail.listen(listenerFor(stream, criteriaOf(query)));
      stream.begin();
      stream.body.once('close', stop);
      stream.signal.addEventListener('abort', stop);
      return new Streamed(stream.body, eventStreamHeaders);
    },
    async export({ query, principal }) {
      const { format, ...filter } = query;
      await logs.recordExport(principal, { format, ...filter });
      const body = Readable.from(writeLogs(logs.all(criteriaOf(filter)), format));
      return new Streamed(body, downloadHeaders('sextant-logs', format));
    },
    cleanup: async ({ principal, body }) => ({ deleted_count: await logs.cleanUp(principal, body.days) }),
    settings: async () => settings.current(),
    updateSettings: ({ principal, body }) => settings.update(principal, body),
  });
}

/** A log entry as v1 shows it. */
export function presentLogEntry(row: LogRow): LogEntry {
  const level = logLevelSchema.safeParse(row.level);
  return {
    id: row.number,
    at: row.at,
    level: level.data ?? 'info',
    module: row.module,
    message: row.message,
    request_id: row.request_id,
    user: row.user_name,
    duration_ms: row.duration_ms,
    context: JSON.parse(row.context) as LogEntry['context'],
  };
}

function criteriaOf(filter: LogFilter): LogCriteria {
  const { q, level, module, user, request_id } = filter;
  const { from, to } = utcWindow(filter);
  return {
    ...(q && { text: q }),
    ...(level && { levels: level.split(',').map(readLevel) }),
    ...(module && { module }),
    ...(user && { user }),
    ...(request_id && { requestId: request_id }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

function readLevel(text: string): string {
  const level = logLevelSchema.safeParse(text.trim().toLowerCase());
  if (level.success) return level.data;
  const known = logLevelSchema.options.join(', ');
  throw invalid('level', {
    zh: `没有级别「${text}」，可用：${known}`,
    en: `There is no level "${text}"; there are: ${known}`,
  });
}

/** Times are stored in UTC and compared as text. */
function utcWindow(window: { from?: string | undefined; to?: string | undefined }): {
  from?: string;
  to?: string;
} {
  return {
    ...(window.from !== undefined && { from: new Date(window.from).toISOString() }),
    ...(window.to !== undefined && { to: new Date(window.to).toISOString() }),
  };
}

function readCursor(cursor: string | undefined): LogPlace | null {
  if (cursor === undefined) return null;
  const [, at, number] = /^(\d{4}-[\dT:.-]+Z)_(\d{1,15})$/.exec(cursor) ?? [];
  if (at !== undefined && number !== undefined) return { at, number: Number(number) };
  throw invalid('cursor', {
    zh: `「${cursor}」不是翻页位置，请使用上一页返回的 next_cursor`,
    en: `"${cursor}" is no place in the log; use the next_cursor of the page before`,
  });
}

function listenerFor(stream: EventStream, criteria: LogCriteria) {
  let leftOut = 0;
  const send = (event: LogTailEvent) => stream.send(event);
  return {
    entries(rows: readonly LogRow[]): void {
      const wanted = rows.filter((row) => matches(row, criteria));
      if (wanted.length === 0) return;
      if (stream.body.readableLength > mostWaiting) {
        leftOut += wanted.length;
        return;
      }
      if (leftOut > 0) send({ type: 'skipped', count: leftOut });
      leftOut = 0;
      send({ type: 'entries', entries: wanted.map(presentLogEntry) });
    },
    skipped: (count: number): void => send({ type: 'skipped', count }),
  };
}

function matches(row: LogRow, { text, levels, module, user, requestId }: LogCriteria): boolean {
  if (levels && !levels.includes(row.level)) return false;
  if (module !== undefined && row.module !== module) return false;
  if (user !== undefined && row.user_name !== user) return false;
  if (requestId !== undefined && row.request_id !== requestId) return false;
  if (!text) return true;
  return `${row.message}\n${row.module}\n${row.context}`.toLowerCase().includes(text.toLowerCase());
}
