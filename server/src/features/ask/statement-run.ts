import { chooseChart } from '@sextant/ask/chart';
import type { SemanticQuery } from '@sextant/ask/semantic-query';
import type { Chart } from '@sextant/contract/chart';
import type { Language, Text } from '@sextant/contract/text';
import type { TableReference } from '@sextant/sql/verdict';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { CollectedAmong } from '../tables/collected-among.ts';
import type { CollectedResult, QueriesService } from '../workbench/queries.service.ts';
import { statementError } from './answer-failure.ts';
import type { Emit, Trail } from './answer-trail.ts';
import type { Knowledge } from './knowledge.ts';
import { rowObjects } from './result-data.ts';
import { unknownValues } from './unknown-values.ts';

/** No more rows are read for an answer. */
export const maxRows = 2_000;
const maxBytes = 8 * 1024 * 1024;
const timeoutMs = 60_000;

/** Everything a lane needs to answer one question. */
export interface AnswerContext {
  principal: Principal;
  connection: StoredConnection;
  question: string;
  /** The language of progress and errors. */
  language: Language;
  /** Local date and time of the asker's zone, `2024-03-05T14:00:00`. */
  now: string;
  knowledge: Knowledge;
  collectedAmong: CollectedAmong;
  trail: Trail;
  emit: Emit;
  signal: AbortSignal;
  /** `ask` unless told. */
  source?: 'golden';
}

/** A statement with the rows it gave and the tables it read. */
export interface RanStatement {
  sql: string;
  result: CollectedResult;
  tables: TableReference[];
}

export interface ShownResult {
  sql: string;
  result: CollectedResult;
  chart: Chart | null;
}

const checkTexts = {
  empty: {
    zh: '没有任何行符合条件，请检查筛选条件是否过严',
    en: 'No row fits the conditions; check whether a filter is too narrow',
  },
  truncated: {
    zh: `结果很大，只读取了前 ${maxRows} 行以内的部分`,
    en: `The result is large; only a part of at most ${maxRows} rows was read`,
  },
} satisfies Record<string, Text>;

/** Runs a statement under the guard and the caps; rejects as `QueriesService.run` does. */
export async function executeStatement(
  context: AnswerContext,
  queries: QueriesService,
  sql: string,
): Promise<RanStatement> {
  const { principal, connection, trail, signal } = context;
  const caps = { maxRows, maxBytes, timeoutMs, signal };
  return trail.time('executing', async () => {
    const run = await queries.run({ principal, connection, sql, source: context.source ?? 'ask', ...caps });
    return { sql, result: await queries.collect(run), tables: run.tables };
  });
}

/** Executes a statement and keeps it as an attempt, of a candidate where there are several. */
export async function runStatement(
  context: AnswerContext,
  execute: () => Promise<RanStatement>,
  sql: string,
  candidate?: number,
): Promise<RanStatement> {
  const { trail, language } = context;
  trail.enter('executing');
  const start = performance.now();
  try {
    const ran = await execute();
    trail.attempt(sql, null, performance.now() - start, candidate);
    return ran;
  } catch (error) {
    const words = statementError(error) ?? (error instanceof AppError ? error.text[language] : 'failed');
    trail.attempt(sql, words, performance.now() - start, candidate);
    throw error;
  }
}

/** Sends rows and chart to the reader and adds what the result itself gives cause to say. */
export async function showResult(
  context: AnswerContext,
  { sql, result, tables }: RanStatement,
  options: { language: Language; query?: SemanticQuery },
): Promise<ShownResult> {
  const { emit, trail, question, knowledge } = context;
  trail.evidence.tables = tables.map(({ schema, name }) => (schema ? `${schema}.${name}` : name));
  trail.evidence.collected = await context.collectedAmong(context.connection, tables);
  emit({
    type: 'result',
    sql,
    data: rowObjects(result.columns, result.rows),
    rows_count: result.rowsCount,
    columns: result.columns,
    truncated: result.truncated,
    execution_time: result.executionTime,
  });
  const { checks } = trail.evidence;
  if (foundNothing(result)) checks.push(...unknownValues(sql, knowledge.values, options.language));
  if (result.rowsCount === 0 && !checks.some(({ code }) => code === 'value_not_found')) {
    checks.push({ code: 'empty_result', level: 'warning', message: checkTexts.empty[options.language] });
  }
  if (result.truncated) {
    checks.push({ code: 'truncated', level: 'warning', message: checkTexts.truncated[options.language] });
  }
  const { columns, rows, truncated } = result;
  const chart = await trail.time('visualizing', () =>
    chooseChart({ columns, rows, truncated, sql, question, ...options }),
  );
  if (chart) emit({ type: 'visualization', chart });
  return { sql, result, chart };
}

/** No rows, or one row that counts or sums up none. */
function foundNothing({ rows }: CollectedResult): boolean {
  return (
    rows.length === 0 ||
    (rows.length === 1 && rows.every((row) => row.every((cell) => cell === null || cell === 0)))
  );
}
