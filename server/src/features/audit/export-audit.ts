import { csvHeader, csvLineWriter } from '@sextant/engines/csv-text';
import type { AuditRow } from './audit-events.repository.ts';

const columns = [
  { name: 'id', kind: 'integer' },
  { name: 'sequence', kind: 'integer' },
  { name: 'at', kind: 'datetime' },
  { name: 'actor', kind: 'text' },
  { name: 'action', kind: 'text' },
  { name: 'object_type', kind: 'text' },
  { name: 'object_id', kind: 'text' },
  { name: 'details', kind: 'text' },
  { name: 'before', kind: 'text' },
  { name: 'after', kind: 'text' },
  { name: 'address', kind: 'text' },
  { name: 'hash', kind: 'text' },
] as const;

/** Records as CSV with a byte order mark. */
export async function* writeAuditCsv(pages: AsyncIterable<AuditRow[]>): AsyncGenerator<string> {
  const described = columns.map(({ name, kind }) => ({ name, type: kind, kind }));
  yield csvHeader(described);
  const line = csvLineWriter(described);
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      const cells = { ...row, id: row.number };
      text += line(columns.map(({ name }) => cells[name]));
    }
    yield text;
  }
}

/** Records as one JSON list. */
export async function* writeAuditJson(
  pages: AsyncIterable<AuditRow[]>,
  present: (row: AuditRow) => unknown,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      text += separator + JSON.stringify(present(row));
      separator = ',\n';
    }
    yield text;
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
