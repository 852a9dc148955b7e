import type { Link } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';
import type { PreparedCatalog } from './catalog-index.ts';
import { backInPlace, writeOut } from './defined-words.ts';
import { interpretRatio } from './divided-question.ts';
import {
  foretells,
  isAhead,
  longestQuestion,
  noSuchDay,
  noTables,
  notYet,
  tooLong,
} from './early-refusals.ts';
import { type Failure, FailureSignal } from './failure.ts';
import { followUp, soundsLikeFollowUp } from './follow-up.ts';
import type { Interpretation } from './interpretation.ts';
import { keysOf, type WordKeys } from './lexicon.ts';
import { definedMetrics } from './metric-formula.ts';
import { keptPeriod, periodOf } from './named-period.ts';
import { filtersAsNouns, type NamedFilter, namedFilters, withNamedValues } from './named-values.ts';
import { detectLanguage, normalizeText } from './normalize.ts';
import { lastOf } from './period-text.ts';
import type { Piece } from './pieces.ts';
import { planQuery } from './plan-query.ts';
import { questionDefinitions } from './question-definitions.ts';
import { readDraft } from './read-draft.ts';
import { nearestNames, unplacedText, unplacedWords } from './refusal.ts';
import type { Resolver } from './resolver.ts';
import { segment } from './segment.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { splitWords } from './split-words.ts';
import { twinChecks } from './twin-tables.ts';
import type { ValueIndex } from './value-index.ts';

export interface InterpretInput {
  question: string;
  language?: Language;
  /** The asker's local time as an ISO date or date-time. */
  now: string;
  prepared: PreparedCatalog;
  values: ValueIndex;
  /** The query of the answer before, which a follow-up changes. */
  previous?: SemanticQuery;
  /** A definition that belongs to the question, e.g. of a metric. */
  evidence?: string;
  /** How many definitions the question stands in. */
  depth?: number;
}

/** Definitions may be made of others, but not endlessly. */
const deepestDefinition = 2;

/** Reads words of a definition as questions of their own, each once. */
function wordsReader(input: InterpretInput): Resolver['readWords'] {
  const { now, prepared, values, depth = 0 } = input;
  const read = new Map<string, SemanticQuery | null>();
  return (question) => {
    if (depth >= deepestDefinition) return null;
    const known = read.get(question);
    if (known !== undefined) return known;
    const said = interpret({ question, now, prepared, values, depth: depth + 1 });
    const query = said.kind === 'query' ? said.query : null;
    read.set(question, query);
    return query;
  };
}

function questionWords(question: string): WordKeys[] {
  return [...new Set(splitWords(question))].map(keysOf);
}

function linksOf(resolver: Resolver, pieces: Piece[]): Link[] {
  const links: Link[] = [];
  for (const { noun, target, kind } of resolver.chosen) {
    if (links.some((link) => link.start === noun.start && link.target === target)) continue;
    links.push({ text: noun.text, start: noun.start, end: noun.end, kind, target });
  }
  for (const piece of pieces) {
    if (piece.kind === 'period')
      links.push({
        text: piece.text,
        start: piece.start,
        end: piece.end,
        kind: 'period',
        target: `${piece.from ?? '…'} – ${piece.to ? lastOf(piece.to) : '…'}`,
      });
  }
  return links.sort((left, right) => left.start - right.start);
}

function failed(
  input: InterpretInput,
  failure: Failure,
  language: Language,
  links: Link[],
  pieces: Piece[],
): Interpretation {
  if (failure.kind === 'tie') {
    const { span } = failure;
    const choices = failure.options.map((option) => ({
      label: option.label,
      question:
        span.end > span.start
          ? `${input.question.slice(0, span.start)}${option.replacement}${input.question.slice(span.end)}`
          : `${input.question} (${option.replacement})`,
      ...(span.end > span.start &&
        !failure.once && {
          reading: { term: input.question.slice(span.start, span.end), meaning: option.replacement },
        }),
    }));
    const word = input.question.slice(span.start, span.end);
    const question = language === 'zh' ? `“${word}”指的是哪一个？` : `Which one does "${word}" mean?`;
    return { kind: 'clarify', language, links, question, choices };
  }
  const nearest = nearestNames(input.prepared, pieces, language);
  const words = failure.kind === 'unexplained' ? unplacedWords(failure.spans, pieces) : [];
  const text = failure.kind === 'unexplained' ? unplacedText(words) : failure.reason;
  return { kind: 'silent', language, links, unexplained: words, message: text[language], nearest };
}

/** What ties the words of a question, or of a definition, to the catalog. */
export function newResolver(input: InterpretInput, chinese: boolean): Resolver {
  return {
    prepared: input.prepared,
    values: input.values,
    chinese,
    mentioned: [],
    entity: null,
    hinted: [],
    words: questionWords(input.question),
    chosen: [],
    metrics: definedMetrics(input.evidence, input.prepared),
    readWords: wordsReader(input),
  };
}

interface Reading {
  resolver: Resolver;
  query: SemanticQuery | null;
  failure: Failure | null;
}

function attempt(resolver: Resolver, plan: () => SemanticQuery): Reading {
  try {
    return { resolver, query: plan(), failure: null };
  } catch (error) {
    if (!(error instanceof FailureSignal)) throw error;
    return { resolver, query: null, failure: error.failure };
  }
}

function read(input: InterpretInput, pieces: Piece[], text: string, chinese: boolean): Reading {
  const { previous } = input;
  const asNew = () => {
    const resolver = newResolver(input, chinese);
    return attempt(resolver, () => planQuery(resolver, readDraft(pieces, chinese, text)));
  };
  if (!previous) return asNew();
  const resolver = newResolver(input, chinese);
  const asChange = attempt(resolver, () => followUp(resolver, readDraft(pieces, chinese, text), previous));
  if (asChange.query && soundsLikeFollowUp(text)) return asChange;
  const fresh = asNew();
  if (fresh.query || !asChange.query) return fresh;
  // A whole question that can mean two things is asked back, not answered within the period of the one before.
  const isWhole = fresh.failure?.kind === 'tie' && readDraft(pieces, chinese, text).measures.length > 0;
  return isWhole ? fresh : asChange;
}

/**
 * Turns a question into a semantic query, a question back, or silence. Pure: it reads only what it is given,
 * and the same input gives the same interpretation.
 */
export function interpret(asked: InterpretInput): Interpretation {
  const { question, definitions } = questionDefinitions(asked.question);
  const evidence = definitions === '' ? asked.evidence : `${asked.evidence ?? ''}\n${definitions}`;
  const input = { ...asked, question, evidence };
  const chinese = detectLanguage(input.question) === 'zh';
  const language = input.language ?? (chinese ? 'zh' : 'en');
  const text = normalizeText(input.question);
  if (text.trim() === '') return failed(input, { kind: 'unexplained', spans: [] }, language, [], []);
  if (text.length > longestQuestion) return failed(input, tooLong, language, [], []);
  if (input.prepared.tables.length === 0) return failed(input, noTables, language, [], []);
  const { glossary, glossaryTargets } = input.prepared;
  const { filters, unread } = namedFilters(input.question, newResolver(input, chinese));
  const bound = new Set(filters.flatMap(({ names }) => names));
  const unbound = glossary.filter(({ kind, term }) => kind !== 'filter' || !bound.has(term));
  const written = writeOut(input.question, input.evidence, unbound, glossaryTargets);
  if (unread[0]) return failed(input, unread[0], language, [], []);
  const named = { ...input, question: written?.question ?? input.question, language, filters };
  const read = interpretNamed(written ? { ...named, evidence: definitions || undefined } : named);
  return written ? backInPlace(read, written, input.question) : read;
}

type NamedInput = InterpretInput & { language: Language; filters: readonly NamedFilter[] };

/** Filters that the glossary gives a name select rows, or stand for them: `regulars` where no table is named so. */
function interpretNamed(input: NamedInput): Interpretation {
  const { question } = input;
  const isChinese = detectLanguage(question) === 'zh';
  const alone = (text: string) => interpretWritten({ ...input, question: text, previous: undefined });
  const part = isChinese ? null : interpretRatio(question, alone, { isPart: true });
  if (part) return part;
  const read = interpretPlain(input);
  if (read.kind === 'query' || isChinese) return read;
  return interpretRatio(question, alone, { isPart: false }) ?? read;
}

/** As `interpretNamed`, of a question for anything but a quotient. */
function interpretPlain(input: NamedInput): Interpretation {
  const { question, language, filters } = input;
  const nouns = writeOut(question, undefined, filtersAsNouns(filters, language));
  if (!nouns) return interpretWritten(input);
  const asNouns = () =>
    backInPlace(interpretWritten({ ...input, question: nouns.question }), nouns, question);
  const isNoun = filters.some(({ match }) => match.condition);
  const [first, second] = isNoun
    ? [asNouns, () => interpretWritten(input)]
    : [() => interpretWritten(input), asNouns];
  const read = first();
  if (read.kind === 'query') return read;
  const other = second();
  return other.kind === 'query' ? other : read;
}

/** As `interpret`, of a question whose defined words are written out. */
function interpretWritten(asked: NamedInput): Interpretation {
  const input = { ...asked, values: withNamedValues(asked.values, asked.filters) };
  const { language } = input;
  const chinese = detectLanguage(input.question) === 'zh';
  const text = normalizeText(input.question);
  const metrics = definedMetrics(input.evidence, input.prepared).filter(({ isColumn }) => !isColumn);
  const terms = metrics.map((metric) => metric.term);
  const pieces = segment(input.question, input.now, input.prepared, input.values, terms);
  const noDay = pieces.find((piece) => piece.kind === 'period' && piece.impossible);
  if (noDay) return failed(input, noSuchDay(noDay.text), language, [], pieces);
  const future = pieces.find((piece) => piece.kind === 'period' && isAhead(piece.from, input.now));
  if (future && foretells.test(text)) return failed(input, notYet(future.text), language, [], pieces);
  const { resolver, query, failure } = read(input, pieces, text, chinese);
  const links = linksOf(resolver, pieces);
  if (query) {
    const says = pieces.some((piece) => piece.kind === 'period');
    const period = says || !input.previous ? periodOf(pieces, query) : keptPeriod(query);
    const named = links.filter((link) => link.kind === 'table').map((link) => link.target);
    const checks = twinChecks(query, input.prepared, named, language);
    return { kind: 'query', query, language, links, period, checks };
  }
  return failed(input, failure ?? { kind: 'unexplained', spans: [] }, language, links, pieces);
}
