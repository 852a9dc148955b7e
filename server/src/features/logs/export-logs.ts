import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import type { LogRow } from './log-entries.repository.ts';

const columns = [
  { name: 'id', kind: 'integer' },
  { name: 'at', kind: 'datetime' },
  { name: 'level', kind: 'text' },
  { name: 'module', kind: 'text' },
  { name: 'message', kind: 'text' },
  { name: 'request_id', kind: 'text' },
  { name: 'user', kind: 'text' },
  { name: 'duration_ms', kind: 'integer' },
  { name: 'context', kind: 'text' },
] as const;

/** Entries as CSV with a byte order mark, or as one JSON list. */
export async function* writeLogs(
  pages: AsyncIterable<LogRow[]>,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  if (format === 'csv') yield* writeCsv(pages);
  else yield* writeJson(pages);
}

async function* writeCsv(pages: AsyncIterable<LogRow[]>): AsyncGenerator<string> {
  const described = columns.map(({ name, kind }) => ({ name, type: kind, kind }));
  yield csvHeader(described);
  const line = csvLineWriter(described);
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      text += line([
        row.number,
        row.at,
        row.level,
        row.module,
        row.message,
        row.request_id,
        row.user_name,
        row.duration_ms,
        row.context,
      ]);
    }
    yield text;
  }
}

async function* writeJson(pages: AsyncIterable<LogRow[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      const { number, user_name, context, ...rest } = row;
      // The context is JSON already.
      text += `${separator}${JSON.stringify({ id: number, user: user_name, ...rest }).slice(0, -1)},"context":${context}}`;
      separator = ',\n';
    }
    yield text;
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
