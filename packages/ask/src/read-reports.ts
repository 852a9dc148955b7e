import { isColumn } from './catalog-index.ts';
import type { ConditionDraft, Noun } from './draft.ts';
import {
  countOf,
  isOp,
  namesTable,
  namesTime,
  nounAt,
  operationOf,
  type Reader,
  use,
} from './draft-reader.ts';
import type { Grain } from './semantic-query.ts';

type PeriodDraft = ConditionDraft & { kind: 'period' };

function periodsOf(reader: Reader): PeriodDraft[] {
  return reader.draft.conditions.filter((condition): condition is PeriodDraft => condition.kind === 'period');
}

function days(period: PeriodDraft): number | null {
  if (!period.from || !period.to) return null;
  return Math.round((Date.parse(period.to.slice(0, 10)) - Date.parse(period.from.slice(0, 10))) / 86_400_000);
}

function unitOf(period: PeriodDraft): Grain | null {
  const length = days(period);
  if (length === 1) return 'day';
  if (length === 7) return 'week';
  if (length === null || !period.from?.endsWith('-01')) return null;
  if (length >= 28 && length <= 31) return 'month';
  if (length >= 90 && length <= 92) return 'quarter';
  return length === 365 || length === 366 ? 'year' : null;
}

/** 环比, `month over month` say by which periods growth is told when nothing else does. */
export function readGrowthGrain(reader: Reader): void {
  const { draft } = reader;
  if (draft.growth !== 'previous' || draft.grains.length > 0) return;
  const at = reader.items.findIndex(
    (item) => operationOf(item)?.op === 'growth' && /(month|mom|环比)/.test(item.text),
  );
  const item = reader.items[at];
  const [period, another] = periodsOf(reader);
  if (!item || another || (period && (days(period) ?? 0) <= 31)) return;
  draft.grains.push({ grain: 'month', at, span: { start: item.start, end: item.end, text: item.text } });
}

/** `new customers this month`, 每月新增客户: rows are new in the period in which they came to be. */
export function readNewRows(reader: Reader): void {
  const { draft } = reader;
  const timed = draft.grains.length > 0 || periodsOf(reader).length === 1;
  for (let index = 0; timed && draft.measures.length <= 1 && index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'new')) continue;
    const at = [index + 1, index + 2, index + 3].find((place) => reader.items[place]?.kind === 'noun');
    const noun = at === undefined ? null : nounAt(reader, at);
    const counted = draft.measures.some(
      (measure) => measure.aggregate === 'count' && measure.at >= index - 1,
    );
    if (noun && at !== undefined && namesTable(noun) && draft.measures.length === 0) {
      draft.measures.push(countOf(noun, at));
      const doing = nounAt(reader, at + 1);
      use(reader, at, doing && namesTime(doing) ? at + 1 : at);
    } else if (!counted) continue;
    use(reader, index);
  }
}

function apart(left: PeriodDraft, right: PeriodDraft): boolean {
  const [first, second] = (left.from ?? '') < (right.from ?? '') ? [left, right] : [right, left];
  return first.to !== null && second.from !== null && first.to <= second.from;
}

/** 去年和今年的销售额: two periods side by side are two rows of the same measure. */
export function readComparedPeriods(reader: Reader): void {
  const { draft } = reader;
  const periods = periodsOf(reader);
  const [first, second] = periods;
  if (!first || !second || periods.length > 2 || draft.growth || draft.measures.length === 0) return;
  if (first.noun || second.noun || first.group || second.group || first.negated || second.negated) return;
  if (!apart(first, second)) return;
  const unit = unitOf(first);
  if (unit === null || unit !== unitOf(second) || draft.grains.length > 0) {
    draft.unexplained.push(second.span);
    return;
  }
  first.group = reader.nextGroup;
  second.group = reader.nextGroup;
  reader.nextGroup += 1;
  draft.grains.push({ grain: unit, at: first.at, span: first.span });
}

/** 销售趋势: the money of sales is meant, though 销售 alone may name other things. */
function readSalesBefore(reader: Reader, at: number): void {
  const place = isOp(reader, at - 1, 'of') ? at - 2 : at - 1;
  const noun = nounAt(reader, place);
  const item = reader.items[place];
  if (item?.text !== '销售' || reader.draft.measures.length > 0) return;
  const sales: Noun = {
    kind: 'noun',
    start: item.start,
    end: item.end,
    text: '销售额',
    candidates: noun?.candidates ?? [],
  };
  reader.draft.measures.push({ aggregate: 'sum', noun: sales, distinct: false, at: place });
  use(reader, place);
}

/** 最近三个月的销售趋势, `sales trend`: by days over a month, by months over more, when no grain is named. */
export function readTrend(reader: Reader): void {
  const { draft } = reader;
  const at = reader.items.findIndex((_item, index) => isOp(reader, index, 'trend'));
  const item = reader.items[at];
  const [period, another] = periodsOf(reader);
  if (!item || another) return;
  use(reader, at);
  readSalesBefore(reader, at);
  const short = period !== undefined && (days(period) ?? Number.POSITIVE_INFINITY) <= 31;
  if (draft.grains.length > 0) return;
  const span = { start: item.start, end: item.end, text: item.text };
  draft.grains.push({ grain: short ? 'day' : 'month', at, span });
}

/** By the hour over weeks or more is by the hour of the day: nobody reads thousands of hours. */
export function readHours(reader: Reader): void {
  const [period] = periodsOf(reader);
  const short = period !== undefined && (days(period) ?? Number.POSITIVE_INFINITY) <= 7;
  for (const grain of reader.draft.grains) if (grain.grain === 'hour' && !short) grain.grain = 'hour_of_day';
}

/** 卖了多少件商品, `how many products did we sell`: pieces sold are added up, not products counted. */
export function readPiecesSold(reader: Reader): void {
  const { draft } = reader;
  const sold = draft.selects.find((mention) => /^(sold|sell|卖|卖出|售出|卖掉)$/.test(mention.noun.text));
  const [measure, another] = draft.measures;
  const table = sold?.noun.candidates[0]?.thing;
  if (!sold || !measure || another || !table || isColumn(table) || measure.aggregate !== 'count') return;
  const quantity = table.columns.filter(
    (column) =>
      column.role === 'measure' && /(quantity|qty|数量|件数)/i.test(`${column.name} ${column.comment ?? ''}`),
  );
  const [column] = quantity;
  if (!column || quantity.length > 1) return;
  const noun = { ...sold.noun, candidates: [{ thing: column, score: 1 }] };
  draft.measures = [{ aggregate: 'sum', noun, distinct: false, at: measure.at }];
  draft.selects = draft.selects.filter((mention) => mention !== sold);
}

/** `How many of these …?` counts within the answer before, which is one answer of its own. */
function refuseCountsOfThese(reader: Reader): void {
  const found = /(how many|what (share|percentage)|count) of (these|those|them)|其中有?多少/.exec(
    reader.text,
  );
  if (!found || !reader.items.some((item) => item.kind === 'stop' && item.start < found.index)) return;
  const start = found.index;
  reader.draft.unexplained.push({ start, end: start + found[0].length, text: found[0] });
}

/** `male vs female customers`: values set against each other are no list of rows. */
export function refuseBareVersus(reader: Reader): void {
  refuseCountsOfThese(reader);
  if (reader.draft.measures.length > 0) return;
  for (const item of reader.items)
    if (/^(vs\.?|versus)$/.test(item.text))
      reader.draft.unexplained.push({ start: item.start, end: item.end, text: item.text });
}

/** 会员等级分布: how many rows each value has. */
export function readDistribution(reader: Reader): void {
  for (let index = 0; index < reader.items.length; index += 1) {
    if (!isOp(reader, index, 'distribution')) continue;
    const at = isOp(reader, index - 1, 'of') ? index - 2 : index - 1;
    const noun = nounAt(reader, at);
    if (!noun || namesTable(noun) || reader.draft.measures.length > 0) continue;
    use(reader, at);
    use(reader, index);
    reader.draft.groups.push({ noun, at, weak: true });
    reader.draft.measures.push(countOf(null, index));
  }
}
