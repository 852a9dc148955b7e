import { isColumn } from './catalog-index.ts';
import type { Draft, Noun } from './draft.ts';
import { createReader, isOp, namesTable, nounAt, operationOf, type Reader, use } from './draft-reader.ts';
import { readExtremePairs } from './extreme-pairs.ts';
import { withFirstRows } from './first-rows.ts';
import { readListSentence } from './list-sentence.ts';
import { type Item, mergeComparisons } from './merge-comparisons.ts';
import { isBareMetric } from './metric.ts';
import type { Operation } from './operations.ts';
import type { Piece } from './pieces.ts';
import { readAbsences } from './read-absences.ts';
import { readAlternatives } from './read-alternatives.ts';
import { readComparisons, readEqualNumbers, readLikes } from './read-conditions.ts';
import { readElapsed } from './read-elapsed.ts';
import { readGroups } from './read-groups.ts';
import { readFurtherAmounts, readImpliedMeasures } from './read-implied.ts';
import { readLimits } from './read-limits.ts';
import { readAggregates, readCounts, readNamedTotals } from './read-measures.ts';
import { readOrders } from './read-orders.ts';
import { readOrdinals } from './read-ordinals.ts';
import { readNulls, readPeriods, readWeekdays } from './read-periods.ts';
import { readDirections, readPossessions } from './read-possessions.ts';
import { readAveragedCounts, readRatios } from './read-ratios.ts';
import {
  readComparedPeriods,
  readDistribution,
  readGrowthGrain,
  readHours,
  readNewRows,
  readPiecesSold,
  readTrend,
  refuseBareVersus,
} from './read-reports.ts';
import { readSame, refuseUnlisted, refuseUnreadSame } from './read-same.ts';
import { readShare } from './read-share.ts';
import { readSuperlatives } from './read-superlatives.ts';
import { readValues } from './read-values.ts';

const silentOperations = new Set<Operation['op']>([
  'filler',
  'verb',
  'ask',
  'any',
  'pronoun',
  'how_much',
  'only',
]);
const tolerated = new Set<Operation['op']>([
  'of',
  'comma',
  'and',
  'with',
  'relative',
  'whose',
  'both',
  'by',
  'each',
  'distinct',
  'order',
  'who',
  'when',
  'like',
]);

function withoutFillers(items: Item[]): Item[] {
  return items.filter((item) => item.kind !== 'operation' || !silentOperations.has(item.operation.op));
}

/** `either` says no more than the `or` after it. */
function opensAlternatives(reader: Reader, index: number): boolean {
  return (
    reader.items[index]?.text === 'either' &&
    reader.items.slice(index + 1).some((item) => operationOf(item)?.op === 'or')
  );
}

function readMarks(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const operation = operationOf(reader.items[index]);
    if (reader.used[index] || !operation) continue;
    if (operation.op === 'who') reader.draft.who = true;
    if (operation.op === 'when') reader.draft.when = true;
    if (operation.op === 'both') reader.draft.both = true;
    if (operation.op === 'or' && opensAlternatives(reader, index)) use(reader, index);
    if (operation.op === 'share') reader.draft.share = true;
    if (operation.op === 'ratio') reader.draft.ratio = true;
    if (operation.op === 'combination') {
      reader.draft.distinct = true;
      use(reader, index);
    }
    if (operation.op === 'growth') reader.draft.growth = operation.against;
    if (operation.op === 'share' || operation.op === 'growth') use(reader, index);
  }
}

/** `the lowest price and its product`: one extreme with other columns of the same row is that row. */
function readExtremeRow(reader: Reader): void {
  const { draft } = reader;
  const [measure, another] = draft.measures;
  if (!measure?.noun || another || (measure.aggregate !== 'min' && measure.aggregate !== 'max')) return;
  const own = /(\bits\b|\btheir\b|corresponding|其|对应)/.test(reader.text);
  if (
    !own ||
    draft.groups.length + draft.grains.length > 0 ||
    draft.selects.every((mention) => namesTable(mention.noun))
  )
    return;
  draft.measures = [];
  draft.selects.unshift({ noun: measure.noun, at: measure.at });
  draft.orders.push({
    at: measure.at,
    subject: { noun: measure.noun, measure: null, of: [], inverse: [] },
    direction: measure.aggregate === 'max' ? 'desc' : 'asc',
    limit: 1,
    owner: null,
    isSuperlative: true,
  });
}

/** `the quantity prescribed by …`: what was done to a number is no date to break it down by. */
function isDoneTo(reader: Reader, noun: Noun): boolean {
  const best = noun.candidates[0];
  const isTime = best !== undefined && isColumn(best.thing) && best.thing.role === 'time' && best.score < 0.8;
  return isTime && reader.draft.measures.length > 0 && /^[a-z]+ed$/.test(noun.text);
}

function readSelects(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    const noun = nounAt(reader, index);
    if (!noun || isDoneTo(reader, noun)) continue;
    if (
      isOp(reader, index - 1, 'distinct') ||
      (isOp(reader, index - 2, 'distinct') && isOp(reader, index - 1, 'of'))
    )
      reader.draft.distinct = true;
    const asked = reader.text.slice(0, noun.start);
    const owned = reader.text.slice(noun.end).startsWith("'");
    if (/(which|what|哪些|哪个|哪几个)\s*$/.test(asked) && !namesTable(noun) && !owned)
      reader.draft.asksWhich = noun;
    if (isBareMetric(noun))
      reader.draft.measures.push({ aggregate: 'sum', noun, distinct: false, at: index });
    else reader.draft.selects.push({ noun, at: index });
    use(reader, index);
  }
}

function collectUnexplained(reader: Reader): void {
  for (const [index, item] of reader.items.entries()) {
    if (reader.used[index] || item.kind === 'stop' || item.kind === 'unit') continue;
    if (item.kind === 'operation' && tolerated.has(item.operation.op)) continue;
    reader.draft.unexplained.push({ start: item.start, end: item.end, text: item.text });
  }
}

/** A relation that says who is above whom is no entity: tables only count as groups when something is measured. */
function settleGroups(reader: Reader): void {
  const { draft } = reader;
  const measured =
    draft.measures.length > 0 ||
    draft.orders.some((order) => order.subject.measure !== null) ||
    draft.conditions.some((condition) => 'subject' in condition && condition.subject.measure !== null);
  if (measured) return;
  if (
    (draft.limit !== null || draft.orders.some((order) => order.isSuperlative)) &&
    draft.groups.some((group) => !group.weak)
  )
    return;
  for (const group of draft.groups.filter((one) => !one.weak))
    draft.selects.push({ noun: group.noun, at: group.at });
  draft.groups = draft.groups.filter((group) => group.weak);
  draft.selects.sort((left, right) => left.at - right.at);
}

/** `the top 5 states by revenue, with the number of customers for each state`: the group was named before. */
function dropRepeatedGroups(reader: Reader): void {
  const { draft } = reader;
  if (draft.limit === null) return;
  const repeats = (group: Draft['groups'][number]) =>
    draft.selects.some(
      ({ noun, at }) =>
        at < group.at &&
        noun.candidates[0] !== undefined &&
        noun.candidates[0].score >= 0.8 &&
        noun.candidates[0].thing === group.noun.candidates[0]?.thing,
    );
  draft.groups = draft.groups.filter((group) => group.weak || !repeats(group));
}

/** Sorts the pieces of a question into roles: what is shown, measured, grouped, filtered, ordered. */
export function readDraft(pieces: Piece[], chinese: boolean, text: string): Draft {
  const reader = createReader(withoutFillers(mergeComparisons(withFirstRows(pieces))), chinese, text);
  readMarks(reader);
  readRatios(reader);
  readElapsed(reader);
  readAveragedCounts(reader);
  readExtremePairs(reader);
  readOrdinals(reader);
  readSame(reader);
  readLimits(reader);
  readOrders(reader);
  readLikes(reader);
  readPeriods(reader);
  readWeekdays(reader);
  readSuperlatives(reader);
  readAggregates(reader);
  readNamedTotals(reader);
  readCounts(reader);
  readAbsences(reader);
  readGroups(reader);
  readComparisons(reader);
  readValues(reader);
  readEqualNumbers(reader);
  readNulls(reader);
  readAlternatives(reader);
  readShare(reader);
  readDistribution(reader);
  readGrowthGrain(reader);
  readTrend(reader);
  readNewRows(reader);
  readPossessions(reader);
  readDirections(reader);
  readImpliedMeasures(reader);
  readFurtherAmounts(reader);
  readSelects(reader);
  readListSentence(reader);
  readComparedPeriods(reader);
  readHours(reader);
  readPiecesSold(reader);
  refuseBareVersus(reader);
  readExtremeRow(reader);
  dropRepeatedGroups(reader);
  settleGroups(reader);
  refuseUnreadSame(reader);
  refuseUnlisted(reader);
  collectUnexplained(reader);
  return reader.draft;
}
