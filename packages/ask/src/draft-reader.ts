import { isColumn } from './catalog-index.ts';
import type { ConditionDraft, Draft, MeasureDraft, Noun, OrderDraft, Subject } from './draft.ts';
import type { Comparison, Item } from './merge-comparisons.ts';
import type { Operation } from './operations.ts';

/** Items of a question with a mark on each that a reading pass has used. */
export interface Reader {
  items: Item[];
  used: boolean[];
  draft: Draft;
  chinese: boolean;
  /** The normalised question. */
  text: string;
  nextGroup: number;
}

function possessedNouns(items: Item[], text: string): Set<number> {
  const found = new Set<number>();
  for (const [index, item] of items.entries())
    if (
      item.kind === 'noun' &&
      /(\b(their|its|his|her)\s+|其|他们的|它们的|她们的)$/.test(text.slice(0, item.start))
    )
      found.add(index);
  return found;
}

/** An empty draft over the items. */
export function createReader(items: Item[], chinese: boolean, text: string): Reader {
  const draft: Draft = {
    selects: [],
    measures: [],
    groups: [],
    grains: [],
    conditions: [],
    orders: [],
    limit: null,
    limitDirection: 'desc',
    skipped: 0,
    absences: [],
    distinct: false,
    asksWhich: null,
    share: false,
    growth: null,
    ratio: false,
    difference: false,
    ratioOf: null,
    both: false,
    who: false,
    when: false,
    text,
    possessed: possessedNouns(items, text),
    unexplained: [],
    items,
  };
  return { items, used: items.map(() => false), draft, chinese, text, nextGroup: 1 };
}

export function operationOf(item: Item | undefined): Operation | null {
  return item?.kind === 'operation' ? item.operation : null;
}

/** Whether the unused item at the index is one of the operations. */
export function isOp(reader: Reader, index: number, ...names: Operation['op'][]): boolean {
  const operation = operationOf(reader.items[index]);
  return operation !== null && reader.used[index] === false && names.includes(operation.op);
}

export function nounAt(reader: Reader, index: number): Noun | null {
  const item = reader.items[index];
  return item?.kind === 'noun' && reader.used[index] === false ? item : null;
}

/** The noun at the index even when another pass has used it. */
export function anyNounAt(reader: Reader, index: number): Noun | null {
  const item = reader.items[index];
  return item?.kind === 'noun' ? item : null;
}

export function comparisonAt(reader: Reader, index: number): Comparison | null {
  const item = reader.items[index];
  return item?.kind === 'comparison' && reader.used[index] === false ? item : null;
}

/** Marks items as used, both ends included. */
export function use(reader: Reader, from: number, to: number = from): void {
  for (let index = from; index <= to; index += 1) reader.used[index] = true;
}

/** Index of the first item from `index` on (step ±1) that is none of the skipped operations. */
export function skip(reader: Reader, index: number, step: 1 | -1, ...names: Operation['op'][]): number {
  let at = index;
  while (
    at >= 0 &&
    at < reader.items.length &&
    operationOf(reader.items[at]) !== null &&
    isOpAny(reader, at, names)
  )
    at += step;
  return at;
}

function isOpAny(reader: Reader, index: number, names: Operation['op'][]): boolean {
  const operation = operationOf(reader.items[index]);
  return operation !== null && names.includes(operation.op);
}

export function bestTable(noun: Noun): number {
  return Math.max(0, ...noun.candidates.filter((c) => !isColumn(c.thing)).map((c) => c.score));
}

export function bestColumn(noun: Noun): number {
  return Math.max(0, ...noun.candidates.filter((c) => isColumn(c.thing)).map((c) => c.score));
}

/** Whether the noun rather names a table than a column. */
export function namesTable(noun: Noun): boolean {
  const table = bestTable(noun);
  return table >= 0.5 && table >= bestColumn(noun) - 0.06;
}

/** Whether the noun names a column that numbers stand in. */
export function namesMeasure(noun: Noun): boolean {
  const best = bestColumn(noun);
  return noun.candidates.some(
    (c) =>
      isColumn(c.thing) && c.score >= best - 0.1 && (c.thing.role === 'measure' || c.thing.role === 'year'),
  );
}

export function namesTime(noun: Noun): boolean {
  const best = bestColumn(noun);
  return (
    best >= bestTable(noun) &&
    noun.candidates.some(
      (c) =>
        isColumn(c.thing) && c.score >= best - 0.05 && (c.thing.role === 'time' || c.thing.role === 'year'),
    )
  );
}

export function subjectOf(
  noun: Noun | null,
  measure: MeasureDraft | null = null,
  of: string[] = [],
  inverse: string[] = [],
): Subject {
  return { noun, measure, of, inverse };
}

export function countOf(noun: Noun | null, at: number, distinct = false): MeasureDraft {
  return { aggregate: 'count', noun, distinct, at };
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'at' | 'span' | 'negated' | 'group'> : never;

export function addCondition(
  reader: Reader,
  at: number,
  condition: WithoutPlace<ConditionDraft>,
  options: { negated?: boolean; group?: number } = {},
): void {
  const item = reader.items[at];
  const span = { start: item?.start ?? 0, end: item?.end ?? 0, text: item?.text ?? '' };
  reader.draft.conditions.push({
    ...condition,
    at,
    span,
    negated: options.negated ?? false,
    group: options.group ?? 0,
  } as ConditionDraft);
}

export function addOrder(reader: Reader, order: OrderDraft): void {
  reader.draft.orders.push(order);
}

/** The text between two items, without spaces. */
export function gapText(reader: Reader, from: number, to: number): string {
  const start = reader.items[from]?.end ?? 0;
  return reader.text.slice(start, reader.items[to]?.start ?? start).trim();
}
