import type { Language } from '@sextant/contract/text';
import type { Batches } from './batch-stream.ts';
import type { QueryRun } from './queries.service.ts';

const messages = { zh: '操作成功', en: 'OK' };

/** The v1 envelope of a result, written while its rows arrive: columns first, the counts last. */
export async function* writeResultJson(
  run: QueryRun,
  batches: Batches,
  language: Language,
): AsyncGenerator<string> {
  let rowsCount = 0;
  yield `{"success":true,"data":{"columns":${JSON.stringify(run.columns)},"rows":[`;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield (rowsCount === 0 ? '' : ',') + JSON.stringify(batch).slice(1, -1);
    rowsCount += batch.length;
  }
  const truncatedBy = run.truncatedBy();
  const counts = JSON.stringify({
    rows_count: rowsCount,
    truncated: truncatedBy !== null,
    truncated_by: truncatedBy,
    execution_time: Math.round(run.elapsedMs()) / 1000,
  });
  yield `],${counts.slice(1, -1)}},"message":${JSON.stringify(messages[language])}}`;
}
