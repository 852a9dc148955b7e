import type { Given } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';
import type { ExamplesService } from '../knowledge/examples.service.ts';
import { fillPrompt, type PromptsService } from '../prompts/prompts.service.ts';
import { dialectNotes } from './dialect-notes.ts';
import { knowledgeText, termsAsked } from './knowledge-text.ts';
import { linkedTables } from './linked-schema.ts';
import { asData, schemaText } from './schema-text.ts';
import { type AnswerContext, maxRows } from './statement-run.ts';

/** What a model is asked with, and what of it the evidence tells. */
export interface WrittenPrompt {
  text: string;
  given: Given;
  examples: readonly { question: string; sql: string }[];
}

const nearestExamples = 4;

export const languageNames: Record<Language, string> = { zh: 'Chinese (简体中文)', en: 'English' };

/** Puts what is known of a connection and bears on the question into the prompt that asks for SQL. */
export function createModelPrompt(deps: {
  prompts: Pick<PromptsService, 'get'>;
  examples: Pick<ExamplesService, 'nearest'>;
}) {
  const { prompts, examples } = deps;

  return async function writePrompt(
    context: AnswerContext,
    answerLanguage: Language,
    exchanges: number,
  ): Promise<WrittenPrompt> {
    const { question, connection, knowledge, now, trail, principal } = context;
    const { content, version, isDefault } = await prompts.get('sql');
    const schema = await trail.time('linking', () => {
      const tables = linkedTables(question, knowledge.prepared, knowledge.values);
      return schemaText(tables, knowledge.catalog, knowledge.values);
    });
    const alike = await examples.nearest(principal, connection.id, question, nearestExamples);
    const { asked, others } = termsAsked(question, knowledge.terms);
    const explained = knowledgeText([...asked, ...others], alike);
    // A text that an administrator wrote before there was such a place shows it behind the schema.
    const hasPlace = content.includes('{knowledge}');
    const text = fillPrompt(content, {
      knowledge: explained,
      dialect: dialectNotes[connection.engine.dialect],
      today: `${now.slice(0, 10)} (${weekday(now)})`,
      schema: hasPlace ? schema : `${schema}\n\n${explained}`,
      question: asData(question),
      language: languageNames[answerLanguage],
      max_rows: String(maxRows),
    });
    const given: Given = {
      prompt_version: isDefault ? 0 : version,
      tables: schema.match(/^(?:Table|View) /gm)?.length ?? 0,
      terms: asked.map(({ term, meaning }) => ({ term, meaning })),
      other_terms: others.length,
      examples: alike.map(({ question: known }) => ({ question: known, followed: false })),
      exchanges,
    };
    return { text, given, examples: alike };
  };
}

function weekday(now: string): string {
  return new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${now}Z`));
}
