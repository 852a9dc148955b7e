import {
  isColumn,
  type PreparedCatalog,
  type PreparedColumn,
  type PreparedEdge,
  type PreparedTable,
} from './catalog-index.ts';
import type { Noun } from './draft.ts';
import { FailureSignal, unexplained } from './failure.ts';
import { reachesUp } from './join-path.ts';
import { keysOf, type WordKeys, wordSimilarity } from './lexicon.ts';
import type { DefinedMetric } from './metric-formula.ts';
import type { SemanticQuery } from './semantic-query.ts';
import { isDoing, tableBetween, toldByWords } from './told-apart.ts';
import type { ValueIndex } from './value-index.ts';

/** What a column is wanted for; it tips the choice between columns of like names. */
export type Want = 'show' | 'measure' | 'number' | 'group' | 'time' | 'text';

export interface Resolver {
  prepared: PreparedCatalog;
  values: ValueIndex;
  chinese: boolean;
  /** Tables the question names, strongest first. */
  mentioned: PreparedTable[];
  entity: PreparedTable | null;
  /** Tables that a column named outright belongs to, where no other table has such a column. */
  hinted: PreparedTable[];
  /** Every word of the question, for telling keys apart. */
  words: WordKeys[];
  /** Metrics that someone defined for this question or connection. */
  metrics: DefinedMetric[];
  /** Reads words of a definition as a question of their own; null when they are none. */
  readWords(words: string): SemanticQuery | null;
  /** What each noun was taken for, for the evidence. */
  chosen: { noun: Noun; target: string; kind: 'table' | 'column' | 'value' | 'metric' }[];
}

export function qualified(column: PreparedColumn): string {
  return `${column.table.name}.${column.name}`;
}

function related(left: PreparedTable, right: PreparedTable): boolean {
  return left.edges.some((edge) => edge.child === right || edge.parent === right);
}

/** The table a noun names; null when it names none well enough. */
export function pickTable(resolver: Resolver, noun: Noun, least = 0.5): PreparedTable | null {
  const scored: { table: PreparedTable; score: number }[] = [];
  for (const candidate of noun.candidates) {
    if (isColumn(candidate.thing) || candidate.score < least) continue;
    const table = candidate.thing;
    let score = candidate.score;
    if (resolver.mentioned.some((other) => other !== table && related(other, table))) score += 0.05;
    if (resolver.hinted.includes(table)) score += 0.05;
    scored.push({ table, score });
  }
  scored.sort((left, right) => right.score - left.score);
  const best = scored[0];
  if (!best) return null;
  const tied = scored.filter((other) => other.table !== best.table && best.score - other.score < 0.03);
  const between = tied.length > 0 && isDoing(noun) ? tableBetween(resolver, [best, ...tied]) : null;
  if (between) return between;
  if (tied.length > 0 && best.score < 0.95) {
    throw new FailureSignal({
      kind: 'tie',
      span: noun,
      options: [best, ...tied]
        .slice(0, 5)
        .map((one) => ({ label: one.table.comment ?? one.table.name, replacement: one.table.name })),
    });
  }
  resolver.chosen.push({ noun, target: best.table.name, kind: 'table' });
  return best.table;
}

function wantBonus(column: PreparedColumn, want: Want): number {
  const numeric = column.kind === 'integer' || column.kind === 'number';
  if (want === 'measure')
    return column.role === 'measure'
      ? 0.15
      : column.role === 'key'
        ? -0.5
        : numeric
          ? 0.05
          : column.role === 'year'
            ? 0
            : -0.25;
  if (want === 'number')
    return column.role === 'measure' || column.role === 'year' ? 0.1 : numeric ? 0.02 : -0.1;
  if (want === 'time') return column.role === 'time' || column.role === 'year' ? 0.2 : -0.4;
  if (want === 'text') return column.kind === 'text' ? 0.1 : -0.1;
  if (want === 'group') return column.role === 'measure' ? -0.05 : 0;
  return 0;
}

function samePlace(left: PreparedColumn, right: PreparedColumn): boolean {
  const root = (column: PreparedColumn) => column.references ?? column;
  return root(left) === root(right);
}

/** The column a noun names, judged by its words, by the tables near it and by what it is wanted for. */
export function pickColumn(
  resolver: Resolver,
  noun: Noun,
  want: Want,
  owners: (PreparedTable | null)[] = [],
  least = 0.45,
): PreparedColumn | null {
  const scored: { column: PreparedColumn; score: number }[] = [];
  const near = (table: PreparedTable) =>
    owners.includes(table) ||
    table === resolver.entity ||
    resolver.mentioned.some((other) => other === table || related(other, table));
  const outright = noun.candidates.some(
    (candidate) =>
      isColumn(candidate.thing) &&
      candidate.score >= 0.98 &&
      candidate.thing.role !== 'key' &&
      near(candidate.thing.table),
  );
  for (const candidate of noun.candidates) {
    if (!isColumn(candidate.thing) || candidate.score < least) continue;
    const column = candidate.thing;
    let score = candidate.score + wantBonus(column, want);
    if (outright && candidate.score < 0.86 && (want === 'measure' || want === 'number')) score -= 0.5;
    const ownerAt = owners.indexOf(column.table);
    if (ownerAt >= 0) score += 0.5 - ownerAt * 0.1;
    else if (column.table === resolver.entity) score += 0.32;
    else if (resolver.mentioned.includes(column.table)) score += 0.25;
    else if (resolver.mentioned.some((table) => related(table, column.table))) score += 0.05;
    if (resolver.hinted.includes(column.table)) score += 0.04;
    if (column.table.nameColumns.includes(column)) score += 0.01;
    scored.push({ column, score });
  }
  scored.sort((left, right) => right.score - left.score);
  const best = scored[0];
  if (!best) return null;
  const tied = scored.filter(
    (other) =>
      other.column !== best.column &&
      best.score - other.score < 0.03 &&
      !samePlace(other.column, best.column),
  );
  const told =
    tied.length > 0 ? toldByWords(resolver, noun, [best.column, ...tied.map((one) => one.column)]) : null;
  if (told) {
    resolver.chosen.push({ noun, target: qualified(told), kind: 'column' });
    return told;
  }
  if (tied.length > 0) {
    throw new FailureSignal({
      kind: 'tie',
      span: noun,
      options: [best, ...tied].slice(0, 5).map((one) => ({
        label: `${one.column.table.comment ?? one.column.table.name} · ${one.column.comment ?? one.column.name}`,
        replacement: resolver.chinese
          ? `${one.column.table.name}的${one.column.name}`
          : `${one.column.table.name} ${one.column.name}`,
      })),
    });
  }
  resolver.chosen.push({ noun, target: qualified(best.column), kind: 'column' });
  return best.column;
}

/** As `pickColumn`, but ends the interpretation when there is none. */
export function needColumn(
  resolver: Resolver,
  noun: Noun,
  want: Want,
  owners: (PreparedTable | null)[] = [],
): PreparedColumn {
  return pickColumn(resolver, noun, want, owners) ?? unexplained(noun);
}

/** The column of a table that means one of the concepts, e.g. `age`; nearer concepts first. */
export function columnOfConcept(table: PreparedTable, concepts: string[]): PreparedColumn | null {
  for (const concept of concepts) {
    const keys = keysOf(concept);
    const found: { column: PreparedColumn; score: number }[] = [];
    for (const column of table.columns) {
      if (column.role === 'key' || column.role === 'flag') continue;
      let best = 0;
      for (const name of column.names) {
        const own = name.words.filter(
          (word) => !table.names.some((owner) => owner.words.some((other) => other.exact === word.exact)),
        );
        for (const [index, word] of name.words.entries()) {
          const value = wordSimilarity(keys, word);
          if (value >= 0.85)
            best = Math.max(
              best,
              value - 0.1 * Math.max(0, own.length - 1) + (index === name.words.length - 1 ? 0.05 : 0),
            );
        }
      }
      if (best > 0.5) found.push({ column, score: best });
    }
    found.sort((left, right) => right.score - left.score);
    const [first, second] = found;
    if (first && (!second || first.score - second.score >= 0.04)) return first.column;
    if (first) return null;
  }
  return null;
}

const wrongTimes =
  /(birth|due|require|expire|expiry|update|modif|end|terminat|death|left|deadline|last|出生|到期|要求|截止|更新|结束|离职|过期)/i;

/** Times at which a row was written, which matter where no other time tells when it happened. */
const writtenTimes = /(crtd|creat|insert|load|ingest|audit|(^|_)ts$)/i;

/** The column that says when a row of the table happened; null when there is none or several serve equally. */
export function timeColumnOf(table: PreparedTable): PreparedColumn | null | 'several' {
  const times = table.columns.filter((column) => column.role === 'time');
  if (times.length === 1) return times[0] ?? null;
  if (times.length === 0) {
    const years = table.columns.filter((column) => column.role === 'year');
    return years.length === 1 ? (years[0] ?? null) : years.length > 1 ? 'several' : null;
  }
  const owner = table.names.flatMap((name) => name.words);
  const own = times.filter((column) => {
    const words = column.names.flatMap((name) => name.words);
    return (
      words.some((word) => owner.some((other) => wordSimilarity(word, other) >= 0.7)) ||
      /^(date|datetime|time|created_?(at|on|date|time)?|created|日期|时间)$/i.test(column.name)
    );
  });
  if (own.length === 1) return own[0] ?? null;
  const plain = times.filter((column) => !wrongTimes.test(`${column.name} ${column.comment ?? ''}`));
  if (plain.length === 1) return plain[0] ?? null;
  const events = plain.filter((column) => !writtenTimes.test(column.name));
  return events.length === 1 ? (events[0] ?? null) : 'several';
}

function distinguishingWords(column: PreparedColumn, others: PreparedColumn[]): WordKeys[] {
  const shared = others
    .filter((other) => other !== column)
    .flatMap((other) => other.names.flatMap((name) => name.words));
  return column.names
    .flatMap((name) => name.words)
    .filter((word) => !shared.some((other) => other.exact === word.exact));
}

/** Chooses among parallel foreign keys by the words of the question, then by which key is named after the child itself. */
export function chooseKey(resolver: Resolver) {
  return (edges: PreparedEdge[]): PreparedEdge | null => {
    const columns = edges.flatMap((edge) => edge.childColumns);
    const said = edges.filter((edge) =>
      edge.childColumns.some((column) =>
        distinguishingWords(column, columns).some((word) =>
          resolver.words.some((spoken) => wordSimilarity(spoken, word) >= 0.7),
        ),
      ),
    );
    const plain = edges.filter((edge) => {
      const child = edge.child.names.flatMap((name) => name.words);
      return !edge.childColumns.some((column) =>
        distinguishingWords(column, columns).some((word) =>
          child.some((other) => wordSimilarity(other, word) >= 0.7),
        ),
      );
    });
    if (plain.length === 1) return plain[0] ?? null;
    return said.length === 1 ? (said[0] ?? null) : null;
  };
}

/** Whether rows of `from` have at most one row of each of the tables. */
export function reachesAll(from: PreparedTable, tables: Iterable<PreparedTable>): boolean {
  for (const table of tables) if (!reachesUp(from, table)) return false;
  return true;
}
