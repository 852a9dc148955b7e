import type { Cell } from '@sextant/contract/chart';
import type { ErrorEnvelope } from '@sextant/contract/envelope';
import type { ResultColumn } from '@sextant/contract/result';
import type { RunEvent } from '@sextant/contract/workbench';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { QueryRun } from '../queries.service.ts';

/** A longer value would hold up everybody while it is written, and no grid could show it. */
const longestCell = 16 * 1024 * 1024;

/** The lines of a run's body: `started`, then `columns`, `rows` as they come, and `end` or `error`. */
export async function* writeRunEvents(
  runId: string,
  run: Promise<QueryRun>,
  describeError: (error: unknown) => ErrorEnvelope['error'],
): AsyncGenerator<string> {
  yield line({ type: 'started', run_id: runId });
  try {
    const { columns, batches, truncatedBy, elapsedMs } = await run;
    yield line({ type: 'columns', columns });
    let rowsCount = 0;
    for await (const rows of batches) {
      if (rows.length === 0) continue;
      requireWritable(columns, rows, rowsCount);
      rowsCount += rows.length;
      yield line({ type: 'rows', rows });
    }
    const by = truncatedBy();
    yield line({
      type: 'end',
      rows_count: rowsCount,
      truncated: by !== null,
      truncated_by: by,
      execution_time: Math.round(elapsedMs()) / 1000,
    });
  } catch (error) {
    yield line({ type: 'error', error: describeError(error) });
  }
}

function line(event: RunEvent): string {
  return `${JSON.stringify(event)}\n`;
}

function requireWritable(columns: readonly ResultColumn[], rows: Cell[][], before: number): void {
  for (const [index, row] of rows.entries()) {
    const column = row.findIndex((cell) => typeof cell === 'string' && cell.length > longestCell);
    if (column >= 0) throw tooLong(columns[column]?.name ?? '', before + index + 1);
  }
}

function tooLong(column: string, row: number): AppError {
  const megabytes = longestCell / (1024 * 1024);
  return new AppError(
    'PAYLOAD_TOO_LARGE',
    {
      zh: `第 ${row} 行「${column}」的值超过 ${megabytes} MB，无法显示；请在 SQL 中截取一部分，或导出为文件`,
      en: `The value of "${column}" in row ${row} is over ${megabytes} MB and cannot be shown; take a part of it in the SQL, or export it`,
    },
    { details: { column, row } },
  );
}
