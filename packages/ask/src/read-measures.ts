import type { MeasureDraft, Noun } from './draft.ts';
import {
  addCondition,
  anyNounAt,
  bestColumn,
  bestTable,
  comparisonAt,
  countOf,
  isOp,
  namesMeasure,
  namesTable,
  nounAt,
  operationOf,
  type Reader,
  skip,
  subjectOf,
  use,
} from './draft-reader.ts';
import type { AggregateName } from './operations.ts';

/** Adds the measure, or, where a comparison follows, the condition on it. */
function place(reader: Reader, measure: MeasureDraft, end: number): void {
  const after = skip(reader, end + 1, 1, 'with');
  const comparison = comparisonAt(reader, after);
  const gap = reader.chinese || after === end + 1;
  if (!comparison || !gap || comparison.test === 'average') {
    reader.draft.measures.push(measure);
    return;
  }
  use(reader, after);
  const subject = subjectOf(null, measure);
  if (comparison.test === 'number')
    addCondition(reader, after, {
      kind: 'compare',
      subject,
      operator: comparison.operator,
      value: comparison.value,
    });
  else addCondition(reader, after, { kind: 'between', subject, low: comparison.low, high: comparison.high });
}

/** Index of the noun a count word counts, looking past values and small words. */
function countedAfter(reader: Reader, index: number): number | null {
  for (let at = index + 1; at < reader.items.length; at += 1) {
    const noun = nounAt(reader, at);
    const next = nounAt(reader, at + 1);
    if (noun && next && !namesTable(noun) && namesTable(next) && !reader.chinese) return at + 1;
    if (noun) return at;
    const item = reader.items[at];
    const passes = item?.kind === 'value' || item?.kind === 'unit' || isOp(reader, at, 'of', 'distinct');
    if (!passes) return null;
  }
  return null;
}

function countedBefore(reader: Reader, index: number): number | null {
  const at = skip(reader, index - 1, -1, 'of', 'with', 'distinct', 'share');
  if (
    isOp(reader, at - 1, 'each', 'by') &&
    !(
      isOp(reader, at - 1, 'each') &&
      reader.items[at + 1]?.start === reader.items[at]?.end &&
      at === index - 1
    )
  )
    return null;
  return nounAt(reader, at) ? at : null;
}

function isDistinct(reader: Reader, from: number, to: number): boolean {
  let found = false;
  for (let at = from; at <= to; at += 1) {
    if (!isOp(reader, at, 'distinct')) continue;
    use(reader, at);
    found = true;
  }
  return found;
}

function countsBefore(reader: Reader, index: number): boolean {
  if (!reader.chinese) return false;
  const before = countedBefore(reader, index);
  if (before === null) return false;
  const next = reader.items[index + 1];
  if (!anyNounAt(reader, index + 1)) return true;
  if (isOp(reader, index - 1, 'with')) return false;
  return before === index - 1 && next?.start !== reader.items[index]?.end;
}

/** 支付方式的使用次数: how often each value occurs, not how many values there are. */
function countsUses(reader: Reader, index: number, noun: Noun): boolean {
  return /次数$/.test(reader.items[index]?.text ?? '') && !namesTable(noun) && !namesMeasure(noun);
}

/** `how many X`, X的数量, 多少X: counts of rows, or of different values. */
export function readCounts(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'count')) continue;
    const suffix =
      /^(count|counts)$/.test(reader.items[index]?.text ?? '') && nounAt(reader, index - 1)
        ? index - 1
        : null;
    const before = suffix ?? (countsBefore(reader, index) ? countedBefore(reader, index) : null);
    const target =
      before ?? countedAfter(reader, index) ?? (reader.chinese ? countedBefore(reader, index) : null);
    const end = Math.max(index, target ?? index);
    const from = Math.min(index, target ?? index);
    const distinct = isDistinct(reader, Math.max(0, from - 1), Math.min(end, reader.items.length - 1));
    const noun = target === null ? null : nounAt(reader, target);
    use(reader, index);
    if (target !== null) use(reader, target);
    if (suffix !== null && isOp(reader, suffix - 1, 'aggregate')) use(reader, suffix - 1);
    if (noun && before !== null && countsUses(reader, index, noun)) {
      reader.draft.groups.push({ noun, at: before, weak: true });
      place(reader, countOf(null, index), end);
      continue;
    }
    place(reader, countOf(noun, index, distinct), end);
    if (noun) readCountedList(reader, target ?? index, distinct);
  }
}

/** `number of series names and contents`: the count goes on over a list. */
function readCountedList(reader: Reader, from: number, distinct: boolean): void {
  if (!distinct || !isOp(reader, from + 1, 'and')) return;
  const noun = nounAt(reader, from + 2);
  if (!noun || (reader.chinese && namesTable(noun))) return;
  use(reader, from + 1, from + 2);
  reader.draft.measures.push(countOf(noun, from + 2, true));
}

function aggregateList(reader: Reader, index: number): { aggregates: AggregateName[]; end: number } {
  const aggregates: AggregateName[] = [];
  let at = index;
  let end = index;
  while (at < reader.items.length) {
    const operation = operationOf(reader.items[at]);
    if (operation?.op !== 'aggregate' || reader.used[at]) break;
    aggregates.push(operation.aggregate);
    end = at;
    at = skip(reader, at + 1, 1, 'comma', 'and', 'of');
  }
  return { aggregates, end };
}

function nounForAggregate(reader: Reader, index: number, end: number): { noun: Noun; at: number } | null {
  let next = skip(reader, end + 1, 1, 'of', 'distinct');
  const counted = isOp(reader, next, 'count') ? nounAt(reader, next + 1) : null;
  if (
    counted &&
    namesMeasure(counted) &&
    (!namesTable(counted) || bestColumn(counted) > bestTable(counted))
  ) {
    use(reader, next);
    next += 1;
  }
  const after = nounAt(reader, next);
  if (after) return { noun: after, at: next };
  const at = skip(reader, index - 1, -1, 'of');
  const before = nounAt(reader, at);
  return before && reader.chinese ? { noun: before, at } : null;
}

/** `the average, minimum and maximum age`, 平均年龄, 年龄的平均值. */
export function readAggregates(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'aggregate')) continue;
    const { aggregates, end } = aggregateList(reader, index);
    const target = nounForAggregate(reader, index, end);
    if (!target) continue;
    use(reader, index, end);
    use(reader, target.at);
    const last = Math.max(end, target.at);
    for (const aggregate of aggregates) {
      const measure: MeasureDraft = { aggregate, noun: target.noun, distinct: false, at: index };
      if (aggregates.length === 1) place(reader, measure, last);
      else reader.draft.measures.push(measure);
    }
  }
}

/** 订单总金额, `total order amount`: a name that says total asks for the sum. */
export function readNamedTotals(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const noun = nounAt(reader, index);
    if (!noun || !/(\btotal\b|总|合计)/.test(noun.text) || !namesMeasure(noun) || namesTable(noun)) continue;
    const comparison = comparisonAt(reader, index + 1);
    if (comparison) continue;
    use(reader, index);
    reader.draft.measures.push({ aggregate: 'sum', noun, distinct: false, at: index });
  }
}
