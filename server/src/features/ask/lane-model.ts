import { type HardReason, hardReasons } from '@sextant/ask/hard-question';
import { interpret } from '@sextant/ask/interpret';
import type { Choice } from '@sextant/contract/chat';
import type { Language, Text } from '@sextant/contract/text';
import type { ChatTurn, LanguageModel } from '../../platform/llm/language-model.ts';
import type { ExamplesService } from '../knowledge/examples.service.ts';
import type { PromptsService } from '../prompts/prompts.service.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import { AnswerFailure, toAnswerFailure } from './answer-failure.ts';
import { forwardOnly } from './answer-trail.ts';
import type { Exchange } from './conversations.service.ts';
import { type Candidate, writeCandidate } from './model-candidate.ts';
import { tellStatement } from './model-evidence.ts';
import { createModelPrompt, type WrittenPrompt } from './model-prompt.ts';
import { sumUp } from './model-sentence.ts';
import { countVotes, gatherCandidates, type Verdict } from './model-vote.ts';
import {
  type AnswerContext,
  executeStatement,
  type RanStatement,
  type ShownResult,
  showResult,
} from './statement-run.ts';

/** How a lane ends when it does not fail. */
export type LaneOutcome =
  | ({ kind: 'answer'; sentence: string } & ShownResult)
  | { kind: 'clarification'; question: string; choices: Choice[] };

/** What a model is asked with. */
interface ModelInput {
  model: LanguageModel;
  answerLanguage: Language;
  exchanges: Exchange[];
  /** Hard questions get three candidates, compared by their results. */
  votesOnHard: boolean;
  /** A fixed sentence will do: the rows are all that is wanted. */
  withoutSummary?: boolean;
}

const texts = {
  repaired: { zh: '语句经过修正后才得以执行', en: 'The statement ran only after it was repaired' },
  split: {
    zh: '这个问题较难，模型独立写了 3 次，结果互不相同；采用前请核对 SQL',
    en: 'The question is hard, and no two of the candidates gave the same result; check the SQL before you rely on it',
  },
  partial: {
    zh: '这个问题较难，但 3 次尝试中只有 1 次得到结果，无法互相印证',
    en: 'The question is hard, and only one of three candidates gave a result, so nothing could be compared',
  },
  cannot: { zh: '模型认为现有数据无法回答', en: 'The model finds that the data cannot answer this' },
  malformed: {
    zh: '模型的回复始终不是可执行的查询',
    en: 'No reply of the model was a query that can be run',
  },
} satisfies Record<string, Text>;

/**
 * Lane 2: a language model writes the SQL. The model is not trusted: what it writes passes the same guard and
 * caps as everybody's SQL, and only figures of the result reach the sentence.
 */
export function createModelLane(deps: {
  queries: QueriesService;
  prompts: PromptsService;
  examples: Pick<ExamplesService, 'nearest'>;
}) {
  const { queries, prompts } = deps;
  const writePrompt = createModelPrompt(deps);

  async function answer(context: AnswerContext, input: ModelInput): Promise<LaneOutcome> {
    const { model, exchanges, answerLanguage } = input;
    const prompt = await writePrompt(context, answerLanguage, exchanges.length);
    context.trail.evidence.given = prompt.given;
    const messages: ChatTurn[] = [...exchanges.flatMap(pastTurns), { role: 'user', content: prompt.text }];
    const reasons = input.votesOnHard ? await reasonsToVote(context) : [];
    if (reasons.length > 0) return vote(context, input, prompt, messages, reasons);
    const execute = (sql: string) => executeStatement(context, queries, sql);
    return conclude(context, input, prompt, await writeCandidate(context, { model, messages, execute }));
  }

  async function vote(
    context: AnswerContext,
    input: ModelInput,
    prompt: WrittenPrompt,
    messages: ChatTurn[],
    reasons: HardReason[],
  ): Promise<LaneOutcome> {
    const trail = forwardOnly(context.trail);
    const ran = new Map<string, Promise<RanStatement>>();
    const candidates = await gatherCandidates(context.signal, ({ signal, ...own }) => {
      const voting = { ...context, trail, signal };
      // Candidates that write the same statement share one run.
      const execute = (sql: string) => {
        const running = ran.get(sql) ?? executeStatement(voting, queries, sql);
        ran.set(sql, running);
        return running;
      };
      return writeCandidate(voting, { model: input.model, messages, execute, ...own });
    });
    const counted = countVotes(candidates, reasons);
    const { evidence } = context.trail;
    evidence.vote = counted.vote;
    const doubt = doubts[counted.verdict];
    if (doubt) {
      const message = doubt.text[input.answerLanguage];
      evidence.checks.push({ code: doubt.code, level: 'warning', message });
    }
    return conclude(context, input, prompt, counted.chosen);
  }

  async function conclude(
    context: AnswerContext,
    input: ModelInput,
    prompt: WrittenPrompt,
    candidate: Candidate,
  ): Promise<LaneOutcome> {
    const { trail } = context;
    const { model, answerLanguage: language } = input;
    if (candidate.kind === 'question') {
      const choices = candidate.choices.map((choice) => ({ label: choice, question: choice }));
      return { kind: 'clarification', question: candidate.message, choices };
    }
    if (candidate.kind === 'cannot') throw cannotAnswer(candidate.message);
    if (candidate.kind === 'failed') throw failureOf(candidate);
    if (candidate.tries > 1) {
      trail.evidence.checks.push({ code: 'repaired', level: 'info', message: texts.repaired[language] });
    }
    await trail.time('checking', () => tellStatement(context, candidate.ran, prompt, language));
    const shown = await showResult(context, candidate.ran, { language });
    trail.enter('summarizing');
    const how = { model, prompts, language, withoutModel: input.withoutSummary ?? false };
    const sentence = await trail.time('summarizing', () => sumUp(context, how, shown));
    return { kind: 'answer', ...shown, sentence };
  }

  return { answer };
}

export type ModelLane = ReturnType<typeof createModelLane>;

const doubts: Partial<Record<Verdict, { code: 'vote_split' | 'vote_partial'; text: Text }>> = {
  split: { code: 'vote_split', text: texts.split },
  partial: { code: 'vote_partial', text: texts.partial },
};

/** Why the question is worth three candidates; none when it is not hard. */
async function reasonsToVote(context: AnswerContext): Promise<HardReason[]> {
  const { question, now, knowledge, trail } = context;
  const { prepared, values } = knowledge;
  return trail.time('understanding', () =>
    hardReasons(question, interpret({ question, now, prepared, values })),
  );
}

function pastTurns({ question, answer, sql }: Exchange): ChatTurn[] {
  const reply = {
    kind: sql ? 'sql' : 'cannot',
    sql: sql ?? '',
    message: sql ? '' : answer.slice(0, 500),
    choices: [],
  };
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: JSON.stringify(reply) },
  ];
}

function failureOf({ failure }: Candidate & { kind: 'failed' }): AnswerFailure {
  if (failure !== null) return toAnswerFailure(failure, false);
  return new AnswerFailure('PROVIDER_FORMAT_ERROR', texts.malformed, {
    zh: '请换一个模型，或改用内置引擎',
    en: 'Choose another model, or use the built-in engine',
  });
}

function cannotAnswer(message: string): AnswerFailure {
  const text = message === '' ? texts.cannot : { zh: message, en: message };
  return new AnswerFailure('MODEL_CANNOT_ANSWER', text, {
    zh: '请换一种问法，或选择含有这些数据的连接',
    en: 'Word the question differently, or choose a connection that holds the data',
  });
}
