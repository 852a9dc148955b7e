import { writeSentence } from '@sextant/ask/sentence';
import { numbersNotInResult } from '@sextant/ask/sentence-numbers';
import type { Language } from '@sextant/contract/text';
import type { ChatTurn, LanguageModel } from '../../platform/llm/language-model.ts';
import { ModelError } from '../../platform/llm/model-error.ts';
import { fillPrompt, type PromptsService } from '../prompts/prompts.service.ts';
import type { CollectedResult } from '../workbench/queries.service.ts';
import { instructions } from './model-candidate.ts';
import { languageNames } from './model-prompt.ts';
import { plainText } from './plain-text.ts';
import { asData } from './schema-text.ts';
import type { AnswerContext, ShownResult } from './statement-run.ts';

const summaryRows = 50;
const summaryCharacters = 8_000;
const numberNotInResult = {
  zh: '模型总结里有结果中不存在的数字，已改用固定句式',
  en: 'The summary of the model held a number that is not in the result; a fixed sentence took its place',
};

/** The model's sentence when every number in it stands in the result; else, or when the call fails, a fixed one. */
export async function sumUp(
  context: AnswerContext,
  input: {
    model: LanguageModel;
    prompts: Pick<PromptsService, 'get'>;
    language: Language;
    /** A fixed sentence will do: the rows are all that is wanted. */
    withoutModel?: boolean;
  },
  { sql, result }: ShownResult,
): Promise<string> {
  const { question, now, signal, trail } = context;
  const { model, prompts, language } = input;
  const { columns, rows, rowsCount, truncated } = result;
  const fixed = writeSentence({ language, question, columns, rows, rowsCount, truncated });
  if (rowsCount === 0 || input.withoutModel) return fixed;
  try {
    const { content } = await prompts.get('summary');
    const prompt = fillPrompt(content, {
      question: asData(question),
      sql: asData(sql),
      result: asData(resultText(result)),
      rows_count: String(rowsCount),
      language: languageNames[language],
      today: now.slice(0, 10),
    });
    const messages: ChatTurn[] = [{ role: 'user', content: prompt }];
    const onUsage = trail.called();
    const said = plainText(
      await model.complete({ instructions, messages, maxOutputTokens: 500, signal, onUsage }),
    );
    if (said !== '' && numbersNotInResult(said, rows, question).length === 0) return said;
    const { checks } = trail.evidence;
    checks.push({ code: 'number_not_in_result', level: 'info', message: numberNotInResult[language] });
    return fixed;
  } catch (error) {
    if (error instanceof ModelError) return fixed;
    throw error;
  }
}

function resultText({ columns, rows }: CollectedResult): string {
  const lines = [columns.map(({ name }) => name), ...rows.slice(0, summaryRows)].map((row) =>
    JSON.stringify(row),
  );
  return lines.join('\n').slice(0, summaryCharacters);
}
