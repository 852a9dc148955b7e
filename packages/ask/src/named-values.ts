import type { Language } from '@sextant/contract/text';
import { type BoundCondition, bindCondition } from './bind-condition.ts';
import type { PreparedCatalog, PreparedColumn, PreparedTable } from './catalog-index.ts';
import { type ConditionNode, readConditionText } from './condition-text.ts';
import { formulaContext } from './defined-measure.ts';
import { definitionText } from './definition-text.ts';
import { type Failure, FailureSignal } from './failure.ts';
import { tablesNamed } from './formula-columns.ts';
import { unreadable } from './formula-text.ts';
import { createFrame, frameQuery, joinTable } from './frame.ts';
import type { GlossaryEntry } from './interpretation.ts';
import { isHan, normalizeText } from './normalize.ts';
import type { Resolver } from './resolver.ts';
import type { Filter } from './semantic-query.ts';
import { type ValueIndex, type ValueMatch, valueForm } from './value-index.ts';

/** A filter of the glossary tied to the catalog. */
export interface NamedFilter {
  names: string[];
  match: ValueMatch;
  /** The rows that its name stands for when it stands alone. */
  noun: PreparedTable;
  /** Set for one value of one column, which questions may say themselves. */
  equality: { column: PreparedColumn; literal: string } | null;
}

/** The table whose rows a name such as `active user` ends in. */
function tablesInName(name: string, prepared: PreparedCatalog): PreparedTable[] {
  const text = normalizeText(name).trim();
  const endings = isHan(text.charAt(text.length - 1))
    ? [6, 5, 4, 3, 2].filter((length) => length <= text.length).map((length) => text.slice(-length))
    : [text.split(/\s+/).at(-1) ?? ''];
  for (const ending of endings) {
    const tables = tablesNamed(ending, prepared);
    if (tables.length > 0) return tables;
  }
  return [];
}

/** Tables that a condition's own words tell: `customer with two orders` is about customers. */
function tablesInWords(node: ConditionNode, text: string, resolver: Resolver): PreparedTable[] {
  if (node.kind !== 'words')
    return resolver.prepared.tables.filter((table) => text.includes(`${table.name.toLowerCase()}.`));
  const shown = resolver.readWords(text)?.dimensions[0]?.column;
  return resolver.prepared.tables.filter(
    (table) => table.name === shown?.table && table.schema === shown.schema,
  );
}

/** What is read of tables above is looked up in a query of its own, so that the condition stands on its rows alone. */
function onOwnRows({ table, filter, tables }: BoundCondition, resolver: Resolver): Filter {
  if (tables.length === 0) return filter;
  const [key, another] = table.primaryKey;
  if (!key || another)
    return unreadable(`表“${table.name}”没有单列主键`, `"${table.name}" has no key of one column`);
  const frame = createFrame(resolver, table);
  for (const above of tables) joinTable(frame, above);
  frame.filters.push(filter);
  const query = { ...frameQuery(frame), dimensions: [{ column: key.ref }] };
  return { kind: 'in_query', column: key.ref, query };
}

function equalityOf(bound: BoundCondition): NamedFilter['equality'] {
  const { filter, table, tables } = bound;
  const isText = filter.kind === 'compare' && filter.operator === '=' && typeof filter.value === 'string';
  if (!isText || filter.left.kind !== 'column' || tables.length > 0) return null;
  const name = filter.left.column.column;
  const column = table.columns.find((one) => one.name === name);
  return column ? { column, literal: String(filter.value) } : null;
}

/** Ties a filter of the glossary to the catalog; throws a failure that says what of it cannot be read. */
export function bindNamedFilter(entry: GlossaryEntry, resolver: Resolver): NamedFilter {
  const meaning = definitionText(entry.meaning);
  const own = new RegExp(`^${escaped(normalizeText(entry.term).trim())}\\s*(?:=|:|指)\\s*`).exec(
    meaning,
  )?.[0];
  const text = meaning.slice(own?.length ?? 0);
  const node = readConditionText(text);
  const called = [entry.term, ...entry.synonyms].flatMap((name) => tablesInName(name, resolver.prepared));
  const told = tablesInWords(node, text, resolver);
  const likely = node.kind === 'words' && called.length > 0 ? called : [...new Set([...called, ...told])];
  const bound = bindCondition(node, { ...formulaContext(resolver), resolver }, likely);
  const equality = equalityOf(bound);
  const column = equality?.column ?? bound.table.primaryKey[0] ?? bound.table.columns[0];
  if (!column) return unreadable(`表“${bound.table.name}”没有列`, `"${bound.table.name}" has no column`);
  const condition = equality
    ? {}
    : { condition: { filter: onOwnRows(bound, resolver), meaning: entry.meaning } };
  return {
    names: [entry.term, ...entry.synonyms],
    match: { column: column.ref, literal: equality?.literal ?? entry.term, score: 1, ...condition },
    noun: equality ? bound.table : (called[0] ?? bound.table),
    equality,
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Why a definition cannot be used, with whose it is. */
function misread({ term, meaning }: GlossaryEntry, failure: Failure): Failure {
  const why = failure.kind === 'cannot' ? failure.reason : { zh: '看不懂', en: 'it cannot be read' };
  return {
    kind: 'cannot',
    reason: {
      zh: `术语“${term}”的定义“${meaning}”用不了：${why.zh}`,
      en: `The definition of "${term}", "${meaning}", cannot be used: ${why.en}`,
    },
  };
}

/** The filters of the glossary that the question names, and what could not be read of them. */
export function namedFilters(
  question: string,
  resolver: Resolver,
): { filters: NamedFilter[]; unread: Failure[] } {
  const asked = valueForm(question);
  const filters: NamedFilter[] = [];
  const unread: Failure[] = [];
  for (const entry of resolver.prepared.glossary) {
    if (entry.kind !== 'filter') continue;
    if (![entry.term, ...entry.synonyms].some((name) => asked.includes(valueForm(name)))) continue;
    if (resolver.values.lookup(entry.meaning).length > 0) continue;
    try {
      filters.push(bindNamedFilter(entry, resolver));
    } catch (error) {
      if (!(error instanceof FailureSignal)) throw error;
      unread.push(misread(entry, error.failure));
    }
  }
  return { filters, unread };
}

/** The index with the names that filters of the glossary have; they go before stored texts. */
export function withNamedValues(values: ValueIndex, filters: readonly NamedFilter[]): ValueIndex {
  if (filters.length === 0) return values;
  const named = new Map(filters.flatMap(({ names, match }) => names.map((name) => [valueForm(name), match])));
  const forms = [...named.keys()];
  const han = forms.filter((name) => isHan(name.charAt(0))).map((name) => name.length);
  return {
    ...values,
    lookup(text) {
      const form = valueForm(text);
      const match = named.get(form) ?? named.get(form.replace(/s$/, ''));
      return match ? [match] : values.lookup(text);
    },
    longestHan: Math.max(values.longestHan, ...han),
    mostWords: Math.max(values.mostWords, ...forms.map((name) => name.split(' ').length)),
  };
}

/** The filters as aliases for the rows they leave: `trips with grade "gold"`. */
export function filtersAsNouns(filters: readonly NamedFilter[], language: Language): GlossaryEntry[] {
  const zh = language === 'zh';
  return filters.flatMap(({ names, noun, equality }) =>
    names.map((term): GlossaryEntry => {
      const ofColumn =
        equality &&
        (zh
          ? `${equality.column.name}为“${equality.literal}”的${noun.name}`
          : `${noun.name} with ${equality.column.name} "${equality.literal}"`);
      const meaning = ofColumn ?? (zh ? `“${term}”的${noun.name}` : `"${term}" ${noun.name}`);
      return { term, synonyms: [], kind: 'alias', meaning };
    }),
  );
}
