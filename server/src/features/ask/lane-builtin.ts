import { compile } from '@sextant/ask/compile';
import { interpret } from '@sextant/ask/interpret';
import type { Interpretation } from '@sextant/ask/interpretation';
import { labelQuery } from '@sextant/ask/label-query';
import type { SemanticQuery } from '@sextant/ask/semantic-query';
import { writeSentence } from '@sextant/ask/sentence';
import { showRanked } from '@sextant/ask/show-ranked';
import type { QueriesService } from '../workbench/queries.service.ts';
import { AnswerFailure } from './answer-failure.ts';
import type { LaneOutcome } from './lane-model.ts';
import { type AnswerContext, executeStatement, runStatement, showResult } from './statement-run.ts';

/** Lane 1: the built-in engine. Right or silent: it asks back or names the word it could not place. */
export function createBuiltinLane(deps: { queries: QueriesService }) {
  /** `remember` receives the query of an answer, so that a follow-up can change it. */
  return async function answerBuiltin(
    context: AnswerContext,
    input: { previous: SemanticQuery | undefined; remember(query: SemanticQuery): void },
  ): Promise<LaneOutcome> {
    const { trail, question, now, connection } = context;
    const { prepared, values } = context.knowledge;
    const meaning = await trail.time('understanding', () =>
      interpret({ question, now, prepared, values, previous: input.previous }),
    );
    trail.evidence.links = meaning.links;
    if (meaning.kind === 'silent') throw notUnderstood(meaning, prepared.tables.length === 0);
    if (meaning.kind === 'clarify') {
      return { kind: 'clarification', question: meaning.question, choices: meaning.choices };
    }

    const { language, period } = meaning;
    const query = showRanked(meaning.query);
    trail.evidence.period = period;
    trail.evidence.checks.push(...meaning.checks);
    trail.evidence.joins = joinsOf(query);
    trail.enter('generating_sql');
    const sql = await trail.time('generating_sql', () =>
      compile(labelQuery(query, prepared, language), connection.engine.dialect),
    );
    const ran = await runStatement(context, () => executeStatement(context, deps.queries, sql), sql);
    input.remember(query);
    const shown = await showResult(context, ran, { language, query });
    const { columns, rows, rowsCount, truncated } = ran.result;
    const sentence = await trail.time('summarizing', () =>
      writeSentence({ language, question, columns, rows, rowsCount, truncated, query, period, now }),
    );
    return { kind: 'answer', ...shown, sentence };
  };
}

export type BuiltinLane = ReturnType<typeof createBuiltinLane>;

function joinsOf(query: SemanticQuery): string[] {
  return query.joins.map(({ from, to }) =>
    from
      .map((column, index) => {
        const other = to[index];
        return `${column.table}.${column.column} = ${other?.table}.${other?.column}`;
      })
      .join(' AND '),
  );
}

const importFirst = {
  zh: '请先导入数据，或换一个连接',
  en: 'Import data first, or choose another connection',
};

/** In the language of the question, like the message that names the word. */
function notUnderstood(
  meaning: Extract<Interpretation, { kind: 'silent' }>,
  withoutTables: boolean,
): AnswerFailure {
  if (withoutTables) {
    return new AnswerFailure('NOT_UNDERSTOOD', { zh: meaning.message, en: meaning.message }, importFirst);
  }
  const hint = meaning.language === 'zh' ? chineseHint(meaning.nearest) : englishHint(meaning.nearest);
  return new AnswerFailure(
    'NOT_UNDERSTOOD',
    { zh: meaning.message, en: meaning.message },
    { zh: hint, en: hint },
  );
}

function chineseHint(nearest: string[]): string {
  return nearest.length === 0
    ? '请换一种问法，或选择一个语言模型'
    : `可以问到的有：${nearest.join('、')}。也可以选择一个语言模型来回答`;
}

function englishHint(nearest: string[]): string {
  return nearest.length === 0
    ? 'Word the question differently, or choose a language model'
    : `You can ask about: ${nearest.join(', ')}. A language model may also answer it`;
}
