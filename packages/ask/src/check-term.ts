import type { Text } from '@sextant/contract/text';
import { bindMetric } from './defined-measure.ts';
import { FailureSignal } from './failure.ts';
import { tablesNamed } from './formula-columns.ts';
import { createFrame, frameQuery, joinTable } from './frame.ts';
import { type InterpretInput, newResolver } from './interpret.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { formulaOf } from './metric-formula.ts';
import { bindNamedFilter } from './named-values.ts';
import { detectLanguage, normalizeText } from './normalize.ts';
import type { Resolver } from './resolver.ts';
import { segment } from './segment.ts';
import type { SemanticQuery } from './semantic-query.ts';

/** What the built-in engine makes of a term's definition. */
export interface TermCheck {
  /** `words`: read as words in place of the term; nothing in them is checked but that they are known. */
  state: 'read' | 'words' | 'unread';
  text: Text;
  /** What the definition comes to over all rows, ready to be compiled. */
  query: SemanticQuery | null;
}

function metricQuery(resolver: Resolver, entry: GlossaryEntry): SemanticQuery {
  const term = normalizeText(entry.term).trim();
  const bound = bindMetric(resolver, { term, formula: formulaOf(entry) ?? '' }, []);
  const frame = createFrame(resolver, bound.table);
  for (const table of bound.parents) joinTable(frame, table);
  const measure =
    bound.kind === 'groups'
      ? bound.measure
      : ({ kind: 'aggregate', aggregate: 'sum', of: bound.expression } as const);
  return { ...frameQuery(frame), measures: [{ ...measure, label: entry.term }] };
}

function filterQuery(resolver: Resolver, entry: GlossaryEntry): SemanticQuery {
  const { match, equality } = bindNamedFilter(entry, resolver);
  const { schema, table } = match.column;
  const filter = match.condition?.filter ?? {
    kind: 'compare' as const,
    left: { kind: 'column' as const, column: match.column },
    operator: '=' as const,
    value: equality?.literal ?? match.literal,
  };
  const count = { kind: 'aggregate', aggregate: 'count', of: null } as const;
  const empty = { joins: [], dimensions: [], distinct: false, having: [], order: [], limit: null };
  return { ...empty, from: { schema, table }, measures: [count], filters: [filter] };
}

/** The word of a text that neither the language nor the catalog knows; null when all are known. */
function unknownWord(input: InterpretInput, words: string): string | null {
  const pieces = segment(words, input.now, input.prepared, input.values);
  const unknown = pieces.find(
    (piece) => piece.kind === 'unknown' || (piece.kind === 'noun' && piece.candidates.length === 0),
  );
  return unknown?.text ?? null;
}

function checkWords(input: InterpretInput, { meaning }: GlossaryEntry): TermCheck {
  const { prepared } = input;
  if (prepared.glossaryTargets.has(meaning.trim().toLowerCase()))
    return {
      state: 'read',
      query: null,
      text: { zh: '读作这张表或这一列的另一个名字', en: 'Read as another name of this table or column' },
    };
  const unknown = unknownWord(input, meaning);
  const [table] = tablesNamed(normalizeText(meaning), prepared);
  if (unknown !== null && !table && input.values.lookup(meaning).length === 0)
    return {
      state: 'unread',
      query: null,
      text: {
        zh: `看不懂“${unknown}”；请写表名、表.列，或数据里的词`,
        en: `"${unknown}" is not known; write a table, table.column, or words of the data`,
      },
    };
  return {
    state: 'words',
    query: null,
    text: {
      zh: `问题里的这个词会读作“${meaning.trim()}”`,
      en: `Questions are read with "${meaning.trim()}" in its place`,
    },
  };
}

/** Reads a definition as questions would use it; a definition that cannot be used says what in it is not understood. */
export function checkTerm(
  entry: GlossaryEntry,
  input: Pick<InterpretInput, 'now' | 'prepared' | 'values'>,
): TermCheck {
  const asked: InterpretInput = { ...input, question: entry.term };
  const resolver = newResolver(asked, detectLanguage(entry.term) === 'zh');
  try {
    if (entry.kind === 'filter' && input.values.lookup(entry.meaning).length === 0)
      return { state: 'read', query: filterQuery(resolver, entry), text: read };
    if (entry.kind === 'metric') return { state: 'read', query: metricQuery(resolver, entry), text: read };
    return checkWords(asked, entry);
  } catch (error) {
    if (!(error instanceof FailureSignal)) throw error;
    const { failure } = error;
    return { state: 'unread', query: null, text: failure.kind === 'cannot' ? failure.reason : unclear };
  }
}

const read: Text = { zh: '可以读懂', en: 'This can be read' };
const unclear: Text = {
  zh: '看不懂这个定义；列请写成 表.列，文本请加单引号',
  en: 'The definition cannot be read; write columns as table.column and texts in single quotes',
};
