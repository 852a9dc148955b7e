import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import type { LogsService } from '../../features/logs/logs.service.ts';
import { presentLog } from './log-entry.ts';

type LogRow = Awaited<ReturnType<LogsService['get']>>;

/** The original's columns. */
const columns = [
  { name: 'ID', type: 'integer', kind: 'integer' },
  { name: '时间戳', type: 'datetime', kind: 'datetime' },
  { name: '级别', type: 'text', kind: 'text' },
  { name: '模块', type: 'text', kind: 'text' },
  { name: '消息', type: 'text', kind: 'text' },
  { name: '堆栈追踪', type: 'text', kind: 'text' },
  { name: '上下文', type: 'text', kind: 'text' },
  { name: '创建时间', type: 'datetime', kind: 'datetime' },
] as const;

/** Entries as the original's CSV, or as one JSON list. */
export async function* writeDocumentLogs(
  pages: AsyncIterable<LogRow[]>,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  if (format === 'csv') yield* writeCsv(pages);
  else yield* writeJson(pages);
}

async function* writeCsv(pages: AsyncIterable<LogRow[]>): AsyncGenerator<string> {
  yield csvHeader(columns);
  const line = csvLineWriter(columns);
  for await (const rows of pages) {
    const lines = rows.map((row) => {
      const log = presentLog(row);
      const context = JSON.stringify(log.context);
      return line([
        log.id,
        log.timestamp,
        log.level,
        log.module,
        log.message,
        log.traceback,
        context,
        log.created_at,
      ]);
    });
    yield lines.join('');
  }
}

async function* writeJson(pages: AsyncIterable<LogRow[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of pages) {
    const texts = rows.map((row) => JSON.stringify(presentLog(row)));
    yield separator + texts.join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
