import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { PlanStep, RunEvent } from '@sextant/contract/workbench';

/** What is run: one statement with where it stands in the editor, so that an error can be shown there. */
export interface RunRequest {
  connectionId: string;
  sql: string;
  from: number | null;
  parameters: Record<string, Cell>;
  maxRows: number;
}

/** One result tab. Times are milliseconds since 1970. */
export interface RunResult extends RunRequest {
  id: string;
  kind: 'rows' | 'plan';
  number: number;
  /** Instead of the number: the table that is previewed. */
  title: string | null;
  pinned: boolean;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  startedAt: number;
  endedAt: number | null;
  /** Seconds the database took, by the server. */
  seconds: number | null;
  columns: ResultColumn[];
  rows: Cell[][];
  truncatedBy: 'rows' | 'bytes' | 'time' | null;
  plan: { root: PlanStep; text: string } | null;
  error: unknown;
}

export function startResult(
  request: RunRequest,
  id: string,
  number: number,
  kind: RunResult['kind'] = 'rows',
  now = Date.now(),
): RunResult {
  return {
    ...request,
    id,
    kind,
    number,
    title: null,
    pinned: false,
    status: 'running',
    startedAt: now,
    endedAt: null,
    seconds: null,
    columns: [],
    rows: [],
    truncatedBy: null,
    plan: null,
    error: null,
  };
}

/** What one event of a run changes. Rows are added to the given array, for there may be many. */
export function afterEvent(event: RunEvent, rows: Cell[][], now = Date.now()): Partial<RunResult> {
  switch (event.type) {
    case 'started':
    case 'error':
      return {};
    case 'columns':
      return { columns: event.columns };
    case 'rows':
      for (const row of event.rows) rows.push(row);
      return {};
    case 'end':
      return {
        status: 'done',
        truncatedBy: event.truncated ? (event.truncated_by ?? 'rows') : null,
        seconds: event.execution_time,
        endedAt: now,
      };
  }
}
