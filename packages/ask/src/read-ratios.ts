import { isColumn } from './catalog-index.ts';
import type { MeasureDraft, Noun } from './draft.ts';
import { countOf, isOp, namesTable, nounAt, operationOf, type Reader, use } from './draft-reader.ts';
import { isBareMetric } from './metric.ts';

interface Side {
  measure: MeasureDraft;
  from: number;
  to: number;
}

/** One side of a ratio: `the number of X`, `total X`, `X`, X的数量; nothing else may stand in it. */
function sideBetween(reader: Reader, from: number, to: number): Side | null {
  let noun: Noun | null = null;
  let place = from;
  let aggregate: MeasureDraft['aggregate'] | null = null;
  for (let at = from; at < to; at += 1) {
    const operation = operationOf(reader.items[at]);
    const own = nounAt(reader, at);
    if (own) {
      noun = noun ? together(noun, own) : own;
      if (!noun) return null;
      place = at;
    } else if (operation?.op === 'aggregate') aggregate = operation.aggregate;
    else if (operation?.op === 'count') aggregate = 'count';
    else if (!isOp(reader, at, 'of', 'distinct', 'and')) return null;
  }
  if (!noun) return null;
  const plain = namesTable(noun) && !isBareMetric(noun) ? 'count' : 'sum';
  const measure =
    (aggregate ?? plain) === 'count' || (aggregate === 'sum' && plain === 'count')
      ? countOf(noun, place)
      : { aggregate: aggregate ?? plain, noun, distinct: false, at: place };
  return { measure, from, to: to - 1 };
}

/** `aircraft capacity`, `its range in miles`: a table and its column, or two words of one column. */
function together(first: Noun, second: Noun): Noun | null {
  const table = namesTable(first) ? first.candidates[0]?.thing : undefined;
  const shared = second.candidates.filter(
    ({ thing, score }) =>
      score >= 0.4 &&
      isColumn(thing) &&
      (thing.table === table ||
        (!table && first.candidates.some((other) => other.thing === thing && other.score >= 0.5))),
  );
  return shared.length > 0 ? { ...second, candidates: shared } : null;
}

/** Where the second side of `A to B` ends: before what groups, filters or closes. */
function endOfSide(reader: Reader, from: number): number {
  let at = from;
  while (
    at < reader.items.length &&
    reader.items[at]?.kind !== 'stop' &&
    reader.items[at]?.kind !== 'period' &&
    !isOp(reader, at, 'each', 'by', 'grain', 'relative', 'comma', 'order') &&
    !(isOp(reader, at, 'of') && nounAt(reader, at - 1))
  )
    at += 1;
  return at;
}

function englishSides(reader: Reader, ratioAt: number): [Side, Side] | null {
  const opening = reader.items[ratioAt];
  const rest = opening ? reader.text.slice(opening.end) : '';
  const to = /\s(to|over|divided by)\s/.exec(rest);
  if (!opening || !to) return null;
  const middle = opening.end + to.index;
  const second = reader.items.findIndex((item) => item.start >= middle + to[0].length - 1);
  if (second < 0) return null;
  const left = sideBetween(reader, ratioAt + 1, second);
  const right = sideBetween(reader, second, endOfSide(reader, second));
  return left && right ? [left, right] : null;
}

/** 订单数与客户数的比值: both sides stand before the word. */
function chineseSides(reader: Reader, ratioAt: number): [Side, Side] | null {
  const end = isOp(reader, ratioAt - 1, 'of') ? ratioAt - 1 : ratioAt;
  let and = end - 1;
  while (and >= 0 && !isOp(reader, and, 'and')) and -= 1;
  let from = and;
  while (
    from > 0 &&
    !isOp(reader, from - 1, 'each', 'by', 'comma') &&
    reader.items[from - 1]?.kind !== 'period'
  )
    from -= 1;
  const opened = isOp(reader, from - 1, 'each', 'by') ? from + 1 : from;
  const start = isOp(reader, opened, 'of') ? opened + 1 : opened;
  const left = and > start ? sideBetween(reader, start, and) : null;
  const right = sideBetween(reader, and + 1, end);
  return left && right ? [left, right] : null;
}

/** `the ratio of A to B`, `average ratio of A to B`, A与B的比值: one number of two measures. */
export function readRatios(reader: Reader): void {
  const at = reader.items.findIndex((item) => operationOf(item)?.op === 'ratio');
  if (at < 0) return;
  const sides = reader.chinese ? chineseSides(reader, at) : englishSides(reader, at);
  if (!sides) return;
  const [left, right] = sides;
  const averaged = isOp(reader, at - 1, 'aggregate');
  if (averaged && (left.measure.aggregate === 'count' || right.measure.aggregate === 'count')) return;
  use(reader, Math.min(left.from, averaged ? at - 1 : at), Math.max(right.to, at));
  use(reader, left.from, left.to);
  use(reader, right.from, right.to);
  reader.draft.measures.push(left.measure, right.measure);
  reader.draft.ratioOf = { averaged };
}

function countedTable(reader: Reader, from: number): number | null {
  const at = reader.items.findIndex((_item, index) => index > from && nounAt(reader, index) !== null);
  const noun = at < 0 ? null : nounAt(reader, at);
  return noun && namesTable(noun) ? at : null;
}

/**
 * `average number of orders per customer`, 平均每个客户有多少订单: rows counted per group, and the counts averaged. The
 * group is used up: the answer is one number, or one per further group.
 */
export function readAveragedCounts(reader: Reader): void {
  const average = reader.items.findIndex((item, index) => {
    const operation = operationOf(item);
    return operation?.op === 'aggregate' && operation.aggregate === 'avg' && !reader.used[index];
  });
  const count = reader.items.findIndex((_item, index) => isOp(reader, index, 'count'));
  const each = reader.items.findIndex((_item, index) => isOp(reader, index, 'each'));
  const grain = reader.items.findIndex((_item, index) => isOp(reader, index, 'grain'));
  if (average < 0 || count < 0 || (each < 0 && grain < 0)) return;
  const group =
    each < 0 ? null : nounAt(reader, reader.items[each + 1]?.kind === 'unit' ? each + 2 : each + 1);
  if (each >= 0 && (!group || !namesTable(group))) return;
  const groupAt = group ? reader.items.indexOf(group) : grain;
  const at = reader.chinese ? chineseCounted(reader, count, groupAt) : countedTable(reader, count);
  const noun = at === null ? null : nounAt(reader, at);
  if (at === null || !noun || noun === group) return;
  const operation = operationOf(reader.items[grain]);
  use(reader, average);
  use(reader, count);
  use(reader, at);
  use(reader, groupAt);
  if (each >= 0) use(reader, each, groupAt);
  reader.draft.measures.push({
    ...countOf(noun, at),
    per: group ?? (operation?.op === 'grain' ? operation.grain : null),
  });
}

/** 多少订单, 订单数: the noun beside the count word that is not the group. */
function chineseCounted(reader: Reader, count: number, groupAt: number): number | null {
  for (const at of [count + 1, count - 1, count - 2]) {
    const noun = at === groupAt ? null : nounAt(reader, at);
    if (noun && namesTable(noun)) return at;
  }
  return null;
}
